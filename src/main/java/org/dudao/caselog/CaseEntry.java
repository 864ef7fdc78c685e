package org.dudao.caselog;

import java.time.Instant;
import java.util.List;

/**
 * One act in the log of a case. Nothing is empty where it is not null; a row once written never changes.
 *
 * @param caseKey the business key of what it belongs to: an obligation's id, a hazard's number, a veto case's key
 * @param sequence counts the acts of one case from 1
 * @param at when it happened, to the microsecond
 * @param act what happened, a name in code such as {@code URGED}
 * @param word the same in the words people read, such as 催办
 * @param by the post that acted; null where a timer or the system did
 * @param rule the row of the decision table that asked for the act, with its text; null where none did
 * @param deadline the deadline that the act set or acted upon; null where it has none
 * @param arithmetic how that deadline came about, in Chinese; null where there is none
 * @param addressee the unit or post that was told; null where nobody was
 * @param text what was said with it: reason, answer, opinion; null where nothing was
 * @param details what a form collected, as JSON; null where there was no form
 * @param evidence SHA-256 of each piece of evidence handed in with it, in hexadecimal; may be empty
 */
public record CaseEntry(
        String caseKey,
        int sequence,
        Instant at,
        String act,
        String word,
        String by,
        String rule,
        Instant deadline,
        String arithmetic,
        String addressee,
        String text,
        String details,
        List<String> evidence) {

    public CaseEntry {
        evidence = List.copyOf(evidence);
    }
}
