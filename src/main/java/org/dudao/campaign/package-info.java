/** A campaign from launch to close (S0, S1). */
package org.dudao.campaign;
