/** The plan a campaign is launched from: read from a file under {@code plans/}, checked, and turned into forms. */
package org.dudao.plan;
