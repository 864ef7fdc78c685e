/** One hazard from its registration to its closing, and the ledger of all of them (M1, M2a, M2c). */
package org.dudao.hazard;
