/** Emergency drills of each school (M3c): plan on file, scheduled, held, reviewed, shortcomings as hazards. */
package org.dudao.drill;
