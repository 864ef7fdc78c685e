/** Days that the town announces: proposed by one, confirmed by another; every open deadline follows (M2a). */
package org.dudao.calendarchange;
