package org.dudao.enforcement;

import java.time.Instant;

/**
 * One unit's part in a joint enforcement (W2c); the lead has one too.
 *
 * @param declineReason why it cannot come, null where it did not say so
 * @param insisted whether the lead had it come all the same
 * @param decision the lead's reason for excusing it or for insisting, null before
 * @param officers how many it sent, null before it recorded, as are all that follow up to {@code recordedAt}
 * @param checked how many shops, stalls or vehicles it checked
 * @param handled how many it dealt with
 * @param signedAt when it signed the joint record, null before
 * @param objection what it did not agree with then, null where it agreed
 */
public record Participation(
        String joint,
        String unit,
        State state,
        String declineReason,
        boolean insisted,
        String decision,
        String decidedBy,
        Integer officers,
        Integer checked,
        Integer handled,
        String found,
        String measures,
        String recordedBy,
        Instant recordedAt,
        String signedBy,
        Instant signedAt,
        String objection) {

    /** Where it stands, with the word people read. */
    public enum State {
        INVITED("待确认"),
        COMING("参加，现场情况未报"),
        DECLINED("不能参加，待决定"),
        EXCUSED("准许不参加"),
        ON_SITE("已参加");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
