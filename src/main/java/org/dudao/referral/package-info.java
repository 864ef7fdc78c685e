/** What is referred to public security (M2b): received, its outcome reported, noted by the leaders; for nobody else to see. */
package org.dudao.referral;
