/** What schools, pupils and teachers raise is heard, answered within its time, and solved (M4). */
package org.dudao.voice;
