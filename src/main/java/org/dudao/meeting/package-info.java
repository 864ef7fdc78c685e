/** Meetings with agenda, minutes and resolutions (W3, W4, W1); each resolution is carried out on its own. */
package org.dudao.meeting;
