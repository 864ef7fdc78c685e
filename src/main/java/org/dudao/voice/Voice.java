package org.dudao.voice;

import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * Something that was raised (M4).
 *
 * @param key the business key, {@code <campaign>/voice/<n>}
 * @param school the school concerned, null where it is none in particular
 * @param area the focus area it belongs to, null where it belongs to none
 * @param place null where none was said
 * @param concerned who is concerned, in general terms only
 * @param onVisit whether it was heard on a regular visit (走访)
 * @param confidential whether nobody but the unit that handles it may learn who raised it
 * @param raisedBy the post that raised it; see {@link #raiserInLog()}
 * @param handlingUnit the unit that answers for it now
 * @param passedFrom the unit that passed it on, which may happen once; null before
 * @param answer what was answered last, null before
 * @param answeredBy null before the first answer, as is {@code answeredAt}
 * @param hazard the ledger number of the hazard last made of it, null where there is none
 * @param notSolved how often the one who raised it said that it is not solved
 * @param objection what they said then, null before
 * @param decision the leader's reason, null before
 * @param decidedBy null before a leader decided
 * @param closedAt null while it is open
 */
@Table(schema = "dudao", name = "voice")
public record Voice(
        @Id String key,
        String campaign,
        String school,
        String area,
        String place,
        String what,
        String concerned,
        boolean onVisit,
        boolean confidential,
        String raisedBy,
        Instant raisedAt,
        String handlingUnit,
        String passedFrom,
        String passReason,
        String answer,
        String answeredBy,
        Instant answeredAt,
        String hazard,
        int notSolved,
        String objection,
        String decision,
        String decidedBy,
        State state,
        Instant closedAt) {

    /** Where it stands, with the word people read. */
    public enum State {
        HANDLING("办理中"),
        RECTIFYING("已转为隐患，整改中"),
        ANSWERED("待提出人表态"),
        DECIDING("待镇领导决定"),
        SOLVED("已解决"),
        SILENT("到期未表态，视为认可"),
        UPHELD("镇领导决定办结"),
        REFERRED("已移交公安");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Who raised it, as everybody may read it: the post, or that it wants to stay unnamed. */
    public String raiserInLog() {
        return confidential ? "提出人（要求保密）" : raisedBy;
    }

    /** Whether it was passed on already; it is passed on once. */
    public boolean passedOn() {
        return passedFrom != null;
    }

    /** Who is concerned, as people read it. */
    public String concernedInWords() {
        return concernedInWords(concerned);
    }

    static String concernedInWords(String concerned) {
        return switch (concerned) {
            case "pupils" -> "学生";
            case "teachers" -> "教职工";
            case "parents" -> "家长";
            case "school" -> "学校";
            default -> "其他人";
        };
    }
}
