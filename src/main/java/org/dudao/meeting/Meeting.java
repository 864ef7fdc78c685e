package org.dudao.meeting;

import java.time.Instant;
import java.time.LocalDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * One meeting (W3, W4, W1).
 *
 * @param key the business key, {@code <campaign>/meeting/<n>}
 * @param kind {@code consultation} (会商) or {@code thematic} (专题会议)
 * @param day for which it is called, in Asia/Shanghai
 * @param place and the hour
 * @param convenedBy the post that called it
 * @param agenda one matter a line, null before the convener settled it
 * @param chair the post that presided, null before it was held
 * @param minutes null before it was held, as are {@code minutedBy} and {@code minutedAt}
 * @param cancelReason null unless it was cancelled
 * @param closedAt null while anything of it but its resolutions is open
 */
@Table(schema = "dudao", name = "meeting")
public record Meeting(
        @Id String key,
        String campaign,
        String kind,
        String topic,
        LocalDate day,
        String place,
        String conveningUnit,
        String convenedBy,
        Instant convenedAt,
        String agenda,
        String chair,
        String minutes,
        String minutedBy,
        Instant minutedAt,
        String cancelReason,
        String cancelledBy,
        State state,
        Instant closedAt) {

    /** PREPARING: the agenda is being settled. CALLED: the units know of it. */
    public enum State {
        PREPARING("拟定议题"),
        CALLED("已通知"),
        HELD("已召开"),
        CANCELLED("已取消"),
        CLOSED("已办结");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** What a post writes down to call one. */
    record Call(
            String campaign,
            String kind,
            String topic,
            LocalDate day,
            String place,
            String conveningUnit,
            String convenedBy) {}

    /** The kind as people read it. */
    public String kindInWords() {
        return kind.equals("thematic") ? "专题会议" : "会商";
    }
}
