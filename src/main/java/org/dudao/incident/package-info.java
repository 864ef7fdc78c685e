/** Major and vicious incidents (W2e): reported at once, first measures, and what the leaders decide. */
package org.dudao.incident;
