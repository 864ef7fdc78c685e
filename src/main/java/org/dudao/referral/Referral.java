package org.dudao.referral;

import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A lead on a crime that public security took over (M2b). Times are instants.
 *
 * @param key the business key, {@code <campaign>/referral/<n>}, which tells nothing of what it is about
 * @param source the ledger number of the hazard, or the key of the voice, that it comes from
 * @param school the school concerned, null where it is none in particular
 * @param area the focus area, null where it belongs to none
 * @param place null where none was said
 * @param reason why it was referred, null where the one who reported it marked it so at once
 * @param referredBy the post that referred it
 * @param receiptNumber the number under which public security received it, null before, as are {@code receivedBy} and
 *     {@code receivedAt}
 * @param result what became of it as reported last, see {@link #resultInWords()}; null before the first report, as are
 *     {@code outcome}, {@code reportedBy} and {@code reportedAt}
 * @param request what the leaders last asked for on top, null where they did not
 * @param notedBy the leader's post that took note, null before and where none did in time
 * @param closedAt null while it is open
 */
@Table(schema = "dudao", name = "referral")
public record Referral(
        @Id String key,
        String campaign,
        String source,
        String school,
        String area,
        String place,
        String what,
        String reason,
        String referredBy,
        String referringUnit,
        Instant referredAt,
        String receivingUnit,
        String receiptNumber,
        String receivedBy,
        Instant receivedAt,
        String result,
        String outcome,
        String reportedBy,
        Instant reportedAt,
        String request,
        String notedBy,
        State state,
        Instant closedAt) {

    /** Where it stands, with the word people read. */
    public enum State {
        RECEIVING("待派出所接收"),
        HANDLING("派出所办理中"),
        REPORTED("已反馈，待镇领导阅知"),
        NOTED("镇领导已阅知"),
        SILENT("到期未表态，视为阅知");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** The result as people read it; null before the first report. */
    public String resultInWords() {
        return result == null ? null : resultInWords(result);
    }

    static String resultInWords(String result) {
        return switch (result) {
            case "accepted" -> "受理";
            case "filed" -> "立案";
            case "punished" -> "行政处罚";
            case "not-filed" -> "不予立案";
            default -> "其他";
        };
    }
}
