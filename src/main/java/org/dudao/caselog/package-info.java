/** The log of every case, chained by hash: who was told what when, by which rule, and who decided. */
package org.dudao.caselog;
