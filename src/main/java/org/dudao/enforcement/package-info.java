/** Joint enforcement (W2c): several departments act together at one place, each records what it found and did. */
package org.dudao.enforcement;
