/** What is to be done again and again (M3a, M3b, S5, W4): done or missed, and what follows from misses. */
package org.dudao.duty;
