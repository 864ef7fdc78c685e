package org.dudao.bulletin;

import java.time.Instant;

/**
 * One bulletin (W3).
 *
 * @param key the business key, {@code <campaign>/bulletin/<n>}
 * @param last whether it is the final one
 * @param since end of the bulletin before, or the campaign's launch
 * @param until when the figures were taken
 * @param occasion why it is made, as people read it
 * @param documentNumber 发文字号, empty while nobody gave it one
 * @param editedBy the post that edited it last; null before
 * @param returnReason why it was returned last; null where it was not
 * @param issuedAt null before it was issued, as are {@code issuedBy} and {@code sha256}
 * @param sha256 of what was issued, as it stands in the case log
 * @param closedAt null while units have to sign for it
 * @param signed how many units have signed for it
 * @param readers how many units sign for it; 0 before it is issued
 */
public record Bulletin(
        String key,
        String campaign,
        int number,
        boolean last,
        Instant since,
        Instant until,
        String occasion,
        Figures figures,
        String title,
        String documentNumber,
        String body,
        State state,
        String editedBy,
        String returnReason,
        Instant issuedAt,
        String issuedBy,
        String sha256,
        Instant closedAt,
        int signed,
        int readers) {

    /** Where it stands, with the word people read. */
    public enum State {
        DRAFTING("编写中"),
        APPROVING("待签发"),
        ISSUED("已印发");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
