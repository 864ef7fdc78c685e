package org.dudao.supervision;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dudao.organization.Posts;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * What happened in one process instance: the steps of its model, and what was noted about its case. Read from the
 * tables, because who takes part in a matter may read it without being allowed to read all history.
 */
@Service
class Timeline {

    private static final Set<String> STEPS = Set.of(
            "userTask",
            "businessRuleTask",
            "callActivity",
            "startEvent",
            "messageStartEvent",
            "noneEndEvent",
            "boundaryTimer",
            "boundaryMessage",
            "boundaryConditional",
            "intermediateTimer",
            "intermediateMessageCatch");

    private final JdbcClient jdbc;
    private final Explanation explanation;
    private final Posts posts;

    Timeline(JdbcClient jdbc, Explanation explanation, Posts posts) {
        this.jdbc = jdbc;
        this.explanation = explanation;
        this.posts = posts;
    }

    /**
     * @param businessKey null where the instance has none
     * @param passed ids of the model's elements that were completed at least once
     * @param entries the oldest first
     */
    record View(
            String processInstance,
            String businessKey,
            String title,
            boolean running,
            Set<String> passed,
            List<Entry> entries) {}

    /**
     * @param until null for what is not over, and for what takes no time
     * @param activity the model's element; null for a note of the case
     * @param what the element's name, or what was noted, as a sentence
     * @param by the post that did or holds it, null where none did
     */
    record Entry(Instant at, Instant until, String activity, String what, String by, String state) {}

    private record Instance(String id, String businessKey, String process, String name, boolean running) {}

    private record Step(
            String activity, String name, String type, String assignee, Instant from, Instant to, boolean cancelled) {}

    /** The instance that a case runs in or ran in; empty where there is none. */
    Optional<String> instanceOf(String businessKey) {
        return jdbc.sql("select id_ from act_hi_procinst where business_key_ = ? order by start_time_ desc limit 1")
                .param(businessKey)
                .query(String.class)
                .optional();
    }

    /**
     * @return empty where there is no such instance, or where the reader takes no part in it
     */
    Optional<View> of(String instanceId, Reader reader) {
        Optional<Instance> found = jdbc.sql("""
                        select p.id_, p.business_key_, d.key_, d.name_, p.end_time_ is null as running
                        from act_hi_procinst p join act_re_procdef d on d.id_ = p.proc_def_id_ where p.id_ = ?
                        """)
                .param(instanceId)
                .query((row, n) -> new Instance(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getBoolean(5)))
                .optional();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Instance instance = found.get();
        Optional<Explanation.Case> noted =
                Optional.ofNullable(instance.businessKey()).flatMap(key -> explanation.of(key, reader.mayRead()));
        boolean everything = reader.readsEverything();
        if (noted.map(one -> one.matters().isEmpty()).orElse(!everything)) {
            return Optional.empty();
        }
        List<Step> steps = steps(instance.id());
        List<Entry> entries = new ArrayList<>();
        // In a campaign everybody takes part; its steps are the business of those who run and watch it.
        if (everything || !instance.process().equals("campaign")) {
            entries.addAll(entries(steps));
        }
        noted.ifPresent(one -> one.matters().stream()
                .flatMap(matter -> matter.steps().stream())
                .forEach(step -> entries.add(new Entry(step.at(), null, null, step.sentence(), null, "记录"))));
        entries.sort(Comparator.comparing(Entry::at));
        return Optional.of(new View(
                instance.id(),
                instance.businessKey(),
                noted.map(Explanation.Case::title).orElse(instance.name()),
                instance.running(),
                steps.stream()
                        .filter(step -> step.to() != null && !step.cancelled())
                        .map(Step::activity)
                        .collect(Collectors.toCollection(TreeSet::new)),
                entries));
    }

    private List<Step> steps(String instance) {
        return jdbc.sql("""
                        select act_id_, act_name_, act_type_, assignee_, start_time_, end_time_, act_inst_state_ = 2 as cancelled
                        from act_hi_actinst where proc_inst_id_ = ? order by start_time_, sequence_counter_
                        """)
                .param(instance)
                .query((row, n) -> new Step(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        instant(row, 5),
                        instant(row, 6),
                        row.getBoolean(7)))
                .list();
    }

    private List<Entry> entries(List<Step> steps) {
        Map<String, String> names = posts.names(steps.stream()
                .map(Step::assignee)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        return steps.stream()
                .filter(step -> STEPS.contains(step.type()) && step.name() != null)
                .map(step -> new Entry(
                        step.from(),
                        step.from().equals(step.to()) ? null : step.to(),
                        step.activity(),
                        step.name(),
                        step.assignee() == null ? null : names.get(step.assignee()),
                        state(step)))
                .toList();
    }

    private static String state(Step step) {
        if (step.to() != null) {
            return step.cancelled() ? "已取消" : "已完成";
        }
        return step.type().startsWith("intermediate") ? "等待中" : "正在进行";
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getTimestamp(column) == null
                ? null
                : row.getTimestamp(column).toInstant();
    }
}
