/** What units and posts were told: written down once, in the transaction of what it tells of. */
package org.dudao.notice;
