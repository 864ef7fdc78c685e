package org.dudao.hazard;

/**
 * The hazard left the ledger's open rows.
 *
 * @param number the ledger number
 * @param outcome how it ended, as people read it
 */
public record HazardEnded(String number, String outcome) {}
