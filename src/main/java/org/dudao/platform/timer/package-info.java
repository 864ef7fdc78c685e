/** Due dates and timers that are counted in working days, and how they follow when the days change. */
@org.springframework.modulith.NamedInterface("timer")
package org.dudao.platform.timer;
