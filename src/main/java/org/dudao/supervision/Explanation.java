package org.dudao.supervision;

import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dudao.calendar.Deadlines;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.obligation.Obligation;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.DrillScenario;
import org.dudao.plan.Plan;
import org.dudao.plan.Plans;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The whole chain of one case in plain Chinese: what was owed, how the deadline came about, what was sent to whom when,
 * by which rule, and who decided. It is read from what is stored, never worked out anew.
 */
@Service
class Explanation {

    /** What a business key of three parts names by its second one. */
    private static final Map<String, String> NUMBERED =
            Map.of("voice", "诉求", "referral", "移交线索", "joint", "联合执法", "meeting", "会议", "resolution", "议定事项");

    private static final String CALENDAR = "calendar/";

    /** Whether a matter is one of crime (M2b), by its hazard h, its voice v or its referral r. */
    static final String CRIME = "coalesce(h.crime, v.state = 'REFERRED', r.key is not null)";

    private final JdbcClient jdbc;
    private final CaseLog log;
    private final CampaignPlans plans;
    private final Plans files;

    Explanation(JdbcClient jdbc, CaseLog log, CampaignPlans plans, Plans files) {
        this.jdbc = jdbc;
        this.log = log;
        this.plans = plans;
        this.files = files;
    }

    /**
     * @param businessKey of a campaign, a school, a hazard, an obligation's ladder or a veto case
     * @param title what the case is about
     * @param matters each duty of the case, the oldest first; of a case that is no duty, the case itself
     */
    record Case(String businessKey, String title, List<Matter> matters) {}

    /**
     * @param key the obligation's id, or the key of the case
     * @param deadline null where there is none
     * @param steps everything that happened, oldest first
     */
    record Matter(
            String key,
            String title,
            String unit,
            String unitName,
            String state,
            Instant deadline,
            String arithmetic,
            List<Step> steps) {}

    /** @param sentence when, what, by whom, to whom, by which rule, and what was said, in one sentence */
    record Step(Instant at, String act, String by, String sentence) {}

    /**
     * Who takes part in a matter.
     *
     * @param units the unit that owes, the one it is owed to, the school concerned; nulls left out
     * @param post the post that raised it (M4), null where none did
     */
    record Parties(Set<String> units, String post, boolean crime) {}

    /**
     * @param mayRead whether the reader may see a matter, by those who take part in it
     * @return empty where there is no such case; a case without matters where none of them may be read
     */
    Optional<Case> of(String businessKey, Predicate<Parties> mayRead) {
        List<Row> rows = rows(businessKey);
        List<CaseEntry> own = log.read(businessKey);
        boolean isObligation = rows.stream().anyMatch(row -> row.id().equals(businessKey));
        if (rows.isEmpty() && own.isEmpty()) {
            // A hazard that was referred at once had no duties of its own; what happened to it is its referral's case.
            return referralOf(businessKey).flatMap(referral -> of(referral, mayRead));
        }
        if (businessKey.startsWith(CALENDAR)) {
            return Optional.of(calendarChange(businessKey, own));
        }
        String campaign =
                rows.isEmpty() ? businessKey.split("/")[0] : rows.get(0).campaign();
        Plan plan = plans.of(campaign);
        List<Matter> matters = new ArrayList<>();
        if (!own.isEmpty() && !isObligation) {
            Parties parties = parties(businessKey);
            String unit = parties.units().iterator().next();
            if (mayRead.test(parties)) {
                matters.add(new Matter(businessKey, "案件", unit, plan.unitName(unit), "", null, null, steps(plan, own)));
            }
        }
        for (Row row : rows) {
            if (mayRead.test(row.parties())) {
                matters.add(new Matter(
                        row.id(),
                        row.title(),
                        row.unit(),
                        plan.unitName(row.unit()),
                        stateInWords(row.state()),
                        row.deadline(),
                        row.arithmetic(),
                        steps(plan, log.read(row.id()))));
            }
        }
        return Optional.of(new Case(businessKey, title(plan, businessKey, rows), matters));
    }

    private Parties parties(String businessKey) {
        return jdbc.sql("select receiving_unit from dudao.referral where key = ?")
                .param(businessKey)
                .query((row, n) -> new Parties(Set.of(row.getString(1)), null, true))
                .optional()
                .orElseGet(() -> partiesOfVoice(businessKey));
    }

    private Parties partiesOfVoice(String businessKey) {
        return jdbc.sql("select handling_unit, raised_by, state from dudao.voice where key = ?")
                .param(businessKey)
                .query((row, n) -> new Parties(
                        Set.of(row.getString("handling_unit")),
                        row.getString("raised_by"),
                        row.getString("state").equals("REFERRED")))
                .optional()
                .or(() -> called(businessKey))
                .orElseGet(() -> {
                    String[] parts = businessKey.split("/");
                    boolean third = parts.length > 3 || parts.length > 2 && parts[1].equals("appraisal");
                    int unit = third ? 2 : parts.length > 1 ? 1 : 0;
                    return new Parties(Set.of(parts[unit]), null, false);
                });
    }

    /** Whom a joint enforcement, a meeting or a resolution concerns, the unit that leads or calls it first. */
    private Optional<Parties> called(String businessKey) {
        List<String> units =
                jdbc.sql("""
                        select lead_unit from dudao.joint_enforcement where key = :key
                        union all select unit from dudao.joint_participation where joint = :key
                        union all select convening_unit from dudao.meeting where key = :key
                        union all select unit from dudao.meeting_invitation where meeting = :key
                        union all select unit from dudao.resolution where key = :key
                        union all select accepting_unit from dudao.resolution where key = :key
                        """).param("key", businessKey).query(String.class).list();
        return units.isEmpty() ? Optional.empty() : Optional.of(new Parties(new LinkedHashSet<>(units), null, false));
    }

    /** A change of the working days concerns everybody; whose plan's words are used makes no difference. */
    private Case calendarChange(String key, List<CaseEntry> own) {
        Plan plan = files.all().get(0);
        String title = "调整工作日：" + own.get(0).text();
        return new Case(key, title, List.of(new Matter(key, title, "", "全镇", "", null, null, steps(plan, own))));
    }

    /** The case that a task belongs to. */
    record TaskCase(String businessKey, String obligation) {}

    /**
     * The case of a task's process, and the obligation that the task itself fulfils, where it does.
     *
     * @return empty where the process has no business key yet
     */
    Optional<TaskCase> ofTask(String processInstance, String activity, String matter) {
        return jdbc.sql("""
                        select p.business_key_, o.id from act_hi_procinst p
                        left join dudao.obligation o on o.process_instance = p.id_ and o.activity = :activity
                            and o.matter is not distinct from :matter and o.state <> 'FULFILLED'
                        where p.id_ = :process and p.business_key_ is not null
                        """)
                .param("process", processInstance)
                .param("activity", activity)
                .param("matter", matter, Types.VARCHAR)
                .query((row, n) -> new TaskCase(row.getString(1), row.getString(2)))
                .optional();
    }

    private Optional<String> referralOf(String source) {
        return jdbc.sql("select key from dudao.referral where source = ?")
                .param(source)
                .query(String.class)
                .optional();
    }

    /** The hazard or voice that a referral comes from (M2b); null for every other case. */
    String originOf(String businessKey) {
        return jdbc.sql("select source from dudao.referral where key = ?")
                .param(businessKey)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    /** The state of an obligation in the words that people read. */
    static String stateInWords(String state) {
        return Obligation.State.valueOf(state).word();
    }

    private record Row(
            String id,
            String campaign,
            String title,
            String unit,
            String state,
            Instant deadline,
            String arithmetic,
            String hazardAt,
            String school,
            Parties parties) {}

    private List<Row> rows(String businessKey) {
        return jdbc.sql("""
                        select o.*, h.responsible_unit, h.reinspecting_unit, h.reporting_unit, h.place as hazard_at,
                            v.handling_unit, v.raised_by,
                        """ + CRIME + """
                         as crime
                        from dudao.obligation o
                        left join act_hi_procinst p on p.id_ = o.process_instance
                        left join dudao.hazard h on h.number = p.business_key_
                        left join dudao.voice v on v.key = p.business_key_
                        left join dudao.referral r on r.key = p.business_key_
                        where o.id = :key or p.business_key_ = :key
                        order by o.opened_at, o.id
                        """)
                .param("key", businessKey)
                .query((row, n) -> new Row(
                        row.getString("id"),
                        row.getString("campaign"),
                        row.getString("title"),
                        row.getString("unit"),
                        row.getString("state"),
                        row.getTimestamp("deadline").toInstant(),
                        row.getString("arithmetic"),
                        row.getString("hazard_at"),
                        row.getString("school"),
                        new Parties(
                                Stream.of(
                                                row.getString("unit"),
                                                row.getString("owed_to"),
                                                row.getString("school"),
                                                row.getString("responsible_unit"),
                                                row.getString("reinspecting_unit"),
                                                row.getString("reporting_unit"),
                                                row.getString("handling_unit"))
                                        .filter(Objects::nonNull)
                                        .collect(Collectors.toSet()),
                                row.getString("raised_by"),
                                row.getBoolean("crime"))))
                .list();
    }

    private static String title(Plan plan, String businessKey, List<Row> rows) {
        String[] parts = businessKey.split("/");
        if (parts.length > 2 && NUMBERED.containsKey(parts[1])) {
            return plan.campaign() + " " + NUMBERED.get(parts[1]) + parts[2] + "号";
        }
        if (parts.length > 3 && parts[1].equals("drill")) {
            return plan.unitName(parts[2]) + " "
                    + plan.drill(parts[3]).map(DrillScenario::name).orElse(parts[3]);
        }
        if (parts.length > 3) {
            return "%s %s %s".formatted(plan.campaign(), plan.unitName(parts[2]), plan.matterName(parts[3]));
        }
        if (parts.length > 2 && parts[1].equals("bulletin")) {
            return plan.campaign() + " 情况通报第" + parts[2] + "期";
        }
        if (parts.length > 2 && parts[1].equals("appraisal")) {
            return plan.campaign() + " " + plan.unitName(parts[2]) + "考评";
        }
        if (!rows.isEmpty()
                && rows.get(0).hazardAt() != null
                && !rows.get(0).id().equals(businessKey)) {
            // It stands on the hazard's paper, whatever is being done about it.
            return "隐患（%s %s）"
                    .formatted(plan.unitName(rows.get(0).school()), rows.get(0).hazardAt());
        }
        if (rows.size() == 1) {
            return "%s（%s）"
                    .formatted(rows.get(0).title(), plan.unitName(rows.get(0).unit()));
        }
        return parts.length > 1 ? plan.campaign() + " " + plan.unitName(parts[1]) : plan.campaign() + " " + businessKey;
    }

    private static List<Step> steps(Plan plan, List<CaseEntry> entries) {
        return entries.stream()
                .map(entry -> new Step(entry.at(), entry.act(), entry.by(), sentence(plan, entry)))
                .toList();
    }

    private static String sentence(Plan plan, CaseEntry entry) {
        StringBuilder text = new StringBuilder(Deadlines.secondInWords(entry.at()))
                .append("，")
                .append(entry.by() == null ? "系统" : plan.postName(entry.by()))
                .append("：")
                .append(entry.word());
        if (entry.addressee() != null) {
            text.append("，对象是").append(plan.postName(plan.unitName(entry.addressee())));
        }
        if (entry.rule() != null) {
            text.append("；依据规则").append(entry.rule());
        }
        if (entry.deadline() != null) {
            text.append("；期限").append(Deadlines.inWords(entry.deadline()));
            if (entry.arithmetic() != null) {
                text.append("（").append(entry.arithmetic()).append("）");
            }
        }
        if (entry.text() != null) {
            text.append("；").append(entry.text().replaceAll("[。；\\s]+$", ""));
        }
        if (!entry.evidence().isEmpty()) {
            text.append("；证据").append(entry.evidence().size()).append("件：").append(String.join("、", entry.evidence()));
        }
        return text.append("。").toString();
    }
}
