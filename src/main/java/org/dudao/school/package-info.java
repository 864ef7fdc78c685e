/** One school's way through a campaign (S2 to S4, W1). */
package org.dudao.school;
