/** The one-vote veto (W2e): who proposed it on what evidence, what the unit said, and who decided. */
package org.dudao.veto;
