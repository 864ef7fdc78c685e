/** What schools teach, and letters to parents whose slips come back (A14, M4). */
package org.dudao.education;
