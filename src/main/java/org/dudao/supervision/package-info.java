/** What supervisors see: read models over all other modules, and the proof that tables and processes agree. */
package org.dudao.supervision;
