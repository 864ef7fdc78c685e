/** What each unit owes by when, and the ladder on which a matter climbs that is not done in time. */
package org.dudao.obligation;
