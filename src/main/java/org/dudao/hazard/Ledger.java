package org.dudao.hazard;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.dudao.calendar.Deadlines;
import org.dudao.calendar.WorkingDays;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.Post;
import org.dudao.plan.UnitKind;
import org.dudao.platform.ApiProblem;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads the ledger of one campaign (M1), filtered. Supervisors and leaders read every row; others the rows of their own
 * unit. What was referred to public security is for them and the leaders alone (M2b), and for the post that reported it.
 */
@Service
class Ledger {

    /** More rows than these at a time are never held in memory. */
    private static final int FETCHED = 500;

    private static final String ROWS = """
            select h.*, coalesce(e.id_, p.id_) as process_instance, o.deadline as rectify_by, o.settled_at as settled_at
            from dudao.hazard h
            left join lateral (select id_ from act_ru_execution
                where business_key_ = h.number and parent_id_ is null limit 1) e on true
            left join lateral (select id_ from act_hi_procinst
                where business_key_ = h.number and proc_def_key_ = 'hazard' order by start_time_ desc limit 1) p on true
            left join (select distinct on (process_instance) process_instance, deadline, settled_at
                from dudao.obligation where campaign = :campaign and kind = 'rectification' and state <> 'WAIVED'
                order by process_instance, state = 'FULFILLED', opened_at desc) o
                on o.process_instance = coalesce(e.id_, p.id_)
            """;

    private static final Set<String> GRADES = Set.of("general", "serious", "major");

    /** The running number outgrows its four digits in a large campaign. */
    private static final String IN_ORDER = " order by length(h.number), h.number";

    private final JdbcClient jdbc;
    private final CampaignPlans plans;
    private final WorkingDays workingDays;
    private final Clock clock;

    Ledger(DataSource dataSource, CampaignPlans plans, WorkingDays workingDays, Clock clock) {
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setFetchSize(FETCHED);
        this.jdbc = JdbcClient.create(template);
        this.plans = plans;
        this.workingDays = workingDays;
        this.clock = clock;
    }

    /**
     * Which rows of a campaign; each part but the campaign may be null, which is no restriction.
     *
     * @param unit the unit that answers for the rectification
     * @param open whether the hazard is neither closed nor referred
     */
    record Filter(
            String campaign, String school, String area, String grade, String unit, Hazard.State state, Boolean open) {}

    /**
     * Who reads.
     *
     * @param units the reader's own; may be empty
     * @param readsEverything whether the rows of all units are open to the reader
     */
    record Reader(String user, List<String> units, boolean readsEverything) {}

    /** @param total how many rows there are on all pages */
    record Page(long total, List<Row> items) {}

    /**
     * One hazard as the ledger shows it; times are instants in UTC. Names are the plan's, or the id where it knows none;
     * they are null where the id is.
     *
     * @param itemText the checklist item's demand
     * @param gradeName null before grading
     * @param deadline of the rectification, also after it was done; null where none was ever owed, or none is any more
     *     because it was waived
     * @param overdueWorkingDays the working days, by the calendar in force now, from the deadline to the day on which
     *     the rectification was handed in, or to today; 0 where none lies between, null where it is not overdue
     * @param processInstance of the engine, also after its end; null once its history is cleaned up
     */
    record Row(
            String number,
            String campaign,
            String school,
            String schoolName,
            String area,
            String areaName,
            String item,
            String itemText,
            String place,
            String description,
            String grade,
            String gradeName,
            String state,
            String stateName,
            boolean listed,
            String source,
            String reportingUnit,
            String reportingUnitName,
            String responsibleUnit,
            String responsibleUnitName,
            String reinspectingUnit,
            String reinspectingUnitName,
            String namedPost,
            String namedPostName,
            int returns,
            Instant deadline,
            Integer overdueWorkingDays,
            Instant registeredAt,
            Instant closedAt,
            String processInstance) {}

    /**
     * One page of the rows, in the order of their numbers.
     *
     * @param page from 0
     * @throws ApiProblem if there is no such campaign
     */
    @Transactional(readOnly = true)
    public Page page(Filter filter, Reader reader, int page, int size) {
        Plan plan = plan(filter);
        Map<String, Object> params = new HashMap<>();
        String where = where(plan, filter, reader, params);
        long total = jdbc.sql("select count(*) from dudao.hazard h" + where)
                .params(params)
                .query(Long.class)
                .single();
        Reading reading = new Reading(plan);
        List<Row> rows = jdbc.sql(ROWS + where + IN_ORDER + " limit :limit offset :offset")
                .params(params)
                .param("limit", size)
                .param("offset", (long) page * size)
                .query((row, n) -> reading.row(row))
                .list();
        return new Page(total, rows);
    }

    /**
     * Hands over every row, in the order of their numbers and as they are at one moment.
     *
     * @throws ApiProblem if there is no such campaign
     */
    @Transactional(readOnly = true)
    public void forEach(Filter filter, Reader reader, Consumer<Row> consumer) {
        Plan plan = plan(filter);
        Map<String, Object> params = new HashMap<>();
        String where = where(plan, filter, reader, params);
        Reading reading = new Reading(plan);
        jdbc.sql(ROWS + where + IN_ORDER).params(params).query(row -> {
            consumer.accept(reading.row(row));
        });
    }

    /**
     * The campaign's name as people read it.
     *
     * @throws ApiProblem if there is no such campaign
     */
    String campaignName(Filter filter) {
        return plan(filter).campaign();
    }

    /**
     * The filter in Chinese, such as 学校：镇中心小学；未销号; 全部 where there is none.
     *
     * @throws ApiProblem if there is no such campaign
     */
    String inWords(Filter filter) {
        Names names = new Names(plan(filter));
        List<String> words = new ArrayList<>();
        if (filter.school() != null) {
            words.add("学校：" + names.unit(filter.school()));
        }
        if (filter.area() != null) {
            words.add("整治重点：" + names.area(filter.area()));
        }
        if (filter.grade() != null) {
            words.add("等级：" + (GRADES.contains(filter.grade()) ? Hazard.gradeInWords(filter.grade()) : filter.grade()));
        }
        if (filter.unit() != null) {
            words.add("整改责任单位：" + names.unit(filter.unit()));
        }
        if (filter.state() != null) {
            words.add("状态：" + filter.state().word());
        }
        if (filter.open() != null) {
            words.add(filter.open() ? "未销号" : "已销号或已移交");
        }
        return words.isEmpty() ? "全部" : String.join("；", words);
    }

    private Plan plan(Filter filter) {
        return plans.find(filter.campaign())
                .orElseThrow(() -> ApiProblem.notFound(
                        "没有编号为“%s”的专项行动，请检查编号".formatted(filter.campaign().replaceAll("\\p{Cntrl}", ""))));
    }

    private static String where(Plan plan, Filter filter, Reader reader, Map<String, Object> params) {
        StringBuilder where = new StringBuilder(" where h.campaign = :campaign");
        params.put("campaign", filter.campaign());
        visible(plan, reader, where, params);
        restrict(where, params, "h.school = :school", "school", filter.school());
        restrict(where, params, "h.area = :area", "area", filter.area());
        restrict(where, params, "h.grade = :grade", "grade", filter.grade());
        restrict(where, params, "h.responsible_unit = :unit", "unit", filter.unit());
        restrict(
                where,
                params,
                "h.state = :state",
                "state",
                filter.state() == null ? null : filter.state().name());
        restrict(where, params, "(h.closed_at is null) = :open", "open", filter.open());
        return where.toString();
    }

    private static void visible(Plan plan, Reader reader, StringBuilder where, Map<String, Object> params) {
        List<String> units = reader.units();
        boolean readsCrime = plan.obligation("referral")
                        .filter(rule -> units.contains(rule.owedBy()))
                        .isPresent()
                || units.contains(
                        plan.unitOfKind(UnitKind.LEADERS).orElseThrow().id());
        if (!readsCrime) {
            where.append(" and (not h.crime or h.reported_by = :reader)");
            params.put("reader", reader.user());
        }
        if (!reader.readsEverything()) {
            where.append(" and (").append(readsCrime ? "h.crime or " : "");
            where.append("h.school in (:units) or h.responsible_unit in (:units)"
                    + " or h.reinspecting_unit in (:units) or h.reporting_unit in (:units))");
            params.put("units", units.isEmpty() ? List.of("") : units);
        }
    }

    private static void restrict(
            StringBuilder where, Map<String, Object> params, String condition, String name, Object value) {
        if (value != null) {
            where.append(" and ").append(condition);
            params.put(name, value);
        }
    }

    /** The plan's names by their ids: a large campaign has too many schools to go through them for every row. */
    private static final class Names {

        private final Map<String, String> units = new HashMap<>();
        private final Map<String, String> posts = new HashMap<>();
        private final Map<String, String> areas = new HashMap<>();
        private final Map<String, String> items = new HashMap<>();

        private Names(Plan plan) {
            plan.units().forEach(unit -> unit(unit.id(), unit.name(), unit.posts()));
            plan.schools().forEach(school -> unit(school.id(), school.name(), school.posts()));
            plan.areas().forEach(area -> {
                areas.put(area.id(), area.name());
                area.items().forEach(item -> items.put(item.id(), item.text()));
            });
        }

        private void unit(String id, String name, List<Post> itsPosts) {
            units.put(id, name);
            itsPosts.forEach(post -> posts.put(post.id(), post.name()));
        }

        private String unit(String id) {
            return units.getOrDefault(id, id);
        }

        private String post(String id) {
            return posts.getOrDefault(id, id);
        }

        private String area(String id) {
            return areas.getOrDefault(id, id);
        }

        private String item(String id) {
            return items.getOrDefault(id, id);
        }
    }

    /** Reads the rows of one query, all as of one moment. */
    private final class Reading {

        private record Span(LocalDate day, LocalDate last) {}

        private final Names names;
        private final Instant now = clock.instant();
        private final Map<Span, Integer> counted = new HashMap<>();

        private Reading(Plan plan) {
            this.names = new Names(plan);
        }

        private Row row(ResultSet row) throws SQLException {
            String grade = row.getString("grade");
            Hazard.State state = Hazard.State.valueOf(row.getString("state"));
            Instant deadline = instant(row, "rectify_by");
            Instant settledAt = instant(row, "settled_at");
            Instant closedAt = instant(row, "closed_at");
            return new Row(
                    row.getString("number"),
                    row.getString("campaign"),
                    row.getString("school"),
                    names.unit(row.getString("school")),
                    row.getString("area"),
                    names.area(row.getString("area")),
                    row.getString("item"),
                    names.item(row.getString("item")),
                    row.getString("place"),
                    row.getString("description"),
                    grade,
                    grade == null ? null : Hazard.gradeInWords(grade),
                    state.name(),
                    state.word(),
                    row.getBoolean("listed"),
                    row.getString("source"),
                    row.getString("reporting_unit"),
                    names.unit(row.getString("reporting_unit")),
                    row.getString("responsible_unit"),
                    names.unit(row.getString("responsible_unit")),
                    row.getString("reinspecting_unit"),
                    names.unit(row.getString("reinspecting_unit")),
                    row.getString("named_post"),
                    names.post(row.getString("named_post")),
                    row.getInt("returns"),
                    deadline,
                    overdue(deadline, settledAt != null ? settledAt : closedAt != null ? closedAt : now),
                    instant(row, "registered_at"),
                    closedAt,
                    row.getString("process_instance"));
        }

        private Integer overdue(Instant deadline, Instant until) {
            if (deadline == null || !until.isAfter(deadline)) {
                return null;
            }
            return counted.computeIfAbsent(
                    new Span(Deadlines.dayOf(deadline), Deadlines.dayOf(until)),
                    span -> workingDays.between(span.day(), span.last()));
        }

        private static Instant instant(ResultSet row, String column) throws SQLException {
            Timestamp value = row.getTimestamp(column);
            return value == null ? null : value.toInstant();
        }
    }
}
