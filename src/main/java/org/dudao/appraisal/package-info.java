/** The appraisal of schools, departments and villages by published rules (W3), and what a veto does to it (W2e). */
package org.dudao.appraisal;
