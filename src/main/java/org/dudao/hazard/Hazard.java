package org.dudao.hazard;

import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * One row of the ledger (M1).
 *
 * @param number the ledger number, such as hekou-2023-H0007
 * @param item the checklist item it was found at, null where it was reported without one
 * @param namedPost the post that answers for it by name after a deliberation, else null
 * @param rectifiedBy the post that rectified last; it may not re-inspect
 */
@Table(schema = "dudao", name = "hazard")
public record Hazard(
        @Id String number,
        String campaign,
        String school,
        String area,
        String item,
        String place,
        String description,
        String severity,
        String grade,
        String gradingRule,
        String source,
        String reportedBy,
        String reportingUnit,
        String responsibleUnit,
        String reinspectingUnit,
        String namedPost,
        State state,
        boolean listed,
        boolean fixedOnSpot,
        boolean crime,
        String measures,
        String rectifiedBy,
        int returns,
        Instant registeredAt,
        Instant closedAt) {

    /** Where the hazard stands, with the word people read. */
    public enum State {
        REGISTERED("已登记"),
        ASSIGNED("待接收"),
        RECTIFYING("整改中"),
        DELIBERATING("研判中"),
        REINSPECTING("待复查"),
        CLOSED("已销号"),
        REFERRED("已移交公安");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** The grade as people read it; 未分级 before grading. */
    public String gradeInWords() {
        return grade == null ? "未分级" : gradeInWords(grade);
    }

    static String gradeInWords(String grade) {
        return switch (grade) {
            case "major" -> "重大";
            case "serious" -> "较大";
            default -> "一般";
        };
    }
}
