/** Working days of the State Council's calendar and the arithmetic of deadlines, in Asia/Shanghai. */
package org.dudao.calendar;
