/** Photos and documents that prove what was reported, done and found (W2a): taken in, checked, kept, shown. */
package org.dudao.evidence;
