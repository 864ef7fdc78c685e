/**
 * The edge to the browser and to other programs: who is calling, how large a request may be, and errors in plain
 * Chinese.
 */
package org.dudao.platform.web;
