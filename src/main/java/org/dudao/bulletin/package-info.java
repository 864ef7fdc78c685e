/** Bulletins (W3): drafted from the data every week, at each phase's end and at the very end, issued and signed for. */
package org.dudao.bulletin;
