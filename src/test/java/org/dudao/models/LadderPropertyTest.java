package org.dudao.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.spring.JqwikSpringSupport;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.hazard.HazardProcess;
import org.dudao.obligation.Obligation;
import org.dudao.obligation.Obligations;
import org.dudao.obligation.VetoConcluded;
import org.dudao.plan.CampaignPlans;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Random histories of one obligation on the real engine and the real models, against {@link LadderOracle}: the same acts
 * at the same instants, nothing a millisecond before, and in each history the six things that must always hold. They
 * begin around the holidays of 2023 to 2026, a year's end and a leap day.
 */
@ModelTest
@JqwikSpringSupport
class LadderPropertyTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Set<String> WITH_DEADLINE = Set.of(
            "OPENED",
            "REOPENED",
            "MOVED",
            "WAIT_MOVED",
            "REMINDED",
            "OVERDUE",
            "URGED",
            "SUPERVISED",
            "SUMMONED",
            "CRITICISED",
            "TIME_GRANTED",
            "REVIEWED");
    private static final Set<String> BY_A_PERSON =
            Set.of("SUMMON_DECIDED", "SUMMONED", "CRITICISED", "VETO_PROPOSED", "TIME_GRANTED", "REVIEWED", "WAIVED");

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    private Obligations obligations;

    @Autowired
    private HazardProcess hazardProcess;

    @Autowired
    private ProcessEngineConfigurationImpl engine;

    @Autowired
    private CampaignPlans campaignPlans;

    @Autowired
    private CaseLog log;

    @Autowired
    private ApplicationEventPublisher publisher;

    @Autowired
    private TransactionTemplate transaction;

    /** A hazard's grade and area, with the working days that rules G1 to G5 give for putting it right. */
    enum Matter {
        MAJOR("major", "A05", 1),
        SERIOUS("serious", "A05", 3),
        GENERAL("general", "A05", 5),
        LASTING("general", "A01", 10);

        private final String severity;
        private final String area;
        private final int days;

        Matter(String severity, String area, int days) {
            this.severity = severity;
            this.area = area;
            this.days = days;
        }
    }

    /** What happens next. */
    sealed interface Event {}

    /** Time passes, with the server running or standing still. */
    record Time(int hours, boolean running) implements Event {}

    /** Time passes until something falls due. */
    record Due() implements Event {}

    /** Somebody does something that can be done. */
    record Deed(int choice, int days) implements Event {}

    /** The application starts anew: what it held in memory alone is gone. */
    record Restart() implements Event {}

    @Provide
    Arbitrary<Instant> beginnings() {
        Arbitrary<LocalDate> days = Arbitraries.of(
                        "2023-09-18",
                        "2023-12-22",
                        "2024-02-02",
                        "2024-02-23",
                        "2024-04-22",
                        "2024-09-09",
                        "2024-12-23",
                        "2025-01-18",
                        "2025-04-25",
                        "2025-09-22",
                        "2026-02-06",
                        "2026-04-27",
                        "2026-09-14")
                .flatMap(first -> Arbitraries.integers().between(0, 24).map(offset -> LocalDate.parse(first)
                        .plusDays(offset)));
        return Combinators.combine(days, Arbitraries.integers().between(0, 24 * 60 - 1))
                .as((day, minute) -> day.atTime(LocalTime.MIN.plusMinutes(minute))
                        .atZone(ZONE)
                        .toInstant());
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<Event> time = Combinators.combine(Arbitraries.integers().between(1, 240), Arbitraries.of(true, false))
                .as(Time::new);
        Arbitrary<Event> deed = Combinators.combine(
                        Arbitraries.integers().between(0, 99),
                        Arbitraries.integers().between(0, 30))
                .as(Deed::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(2, time),
                        Tuple.of(6, Arbitraries.create(Due::new)),
                        Tuple.of(6, deed),
                        Tuple.of(1, Arbitraries.create(Restart::new)))
                .list()
                .ofMinSize(5)
                .ofMaxSize(30);
    }

    @Property(shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void theLadderDoesWhatTheRulesSayAndNothingElse(
            @ForAll Matter matter, @ForAll("beginnings") Instant beginning, @ForAll("events") List<Event> events) {
        ModelScenario town = new ModelScenario("escalation") {};
        beans.autowireBean(town);
        town.start();
        try {
            History history = new History(town, matter, beginning);
            events.forEach(history::happen);
            history.end();
        } finally {
            town.reconcileAndClear();
        }
    }

    /** One history, played on the engine and by the oracle side by side. */
    private final class History {

        private final ModelScenario town;
        private final ProcessInstance hazard;
        private final Obligation obligation;
        private final LadderOracle oracle;
        private Instant now;

        History(ModelScenario town, Matter matter, Instant beginning) {
            this.town = town;
            now = beginning;
            ClockUtil.setCurrentTime(Date.from(now));
            town.launch(LocalDate.ofInstant(now, ZONE).plusDays(150).toString());
            hazard = town.report(
                    "market-regulation.clerk", FormAnswers.hazard("school-01", matter.area, matter.severity));
            town.submit("school-01.clerk", hazard, "TakeOn");
            obligation = town.obligation(hazard, "rectification");
            oracle = new LadderOracle(matter == Matter.MAJOR, matter.days, now);
            compare();
        }

        void happen(Event event) {
            if (event instanceof Time time) {
                pass(now.plus(Duration.ofHours(time.hours())), time.running());
            } else if (event instanceof Due) {
                nextDue(now.plus(Duration.ofDays(60)))
                        .map(Job::getDuedate)
                        .ifPresent(due -> pass(due.toInstant().isBefore(now) ? now : due.toInstant(), true));
            } else if (event instanceof Restart) {
                engine.getDeploymentCache().purgeCache();
                ((Map<?, ?>) ReflectionTestUtils.getField(campaignPlans, "cache")).clear();
            } else if (event instanceof Deed deed) {
                act(deed);
                pass(now, true);
            }
            compare();
        }

        void end() {
            pass(now.plus(Duration.ofDays(30)), true);
            compare();
            assertThat(log.verify()).as("chain of the log").isEmpty();
            oracle.steps().forEach(step -> Statistics.label("acts").collect(step.act()));
        }

        // Time.

        private void pass(Instant to, boolean running) {
            for (Optional<Job> next = nextDue(to); next.isPresent(); next = nextDue(to)) {
                Date due = next.get().getDuedate();
                if (running && due != null && due.toInstant().isAfter(now)) {
                    ClockUtil.setCurrentTime(new Date(due.getTime() - 1));
                    assertThat(jobs().filter(job ->
                                    job.getDuedate() == null || job.getDuedate().before(due)))
                            .as("due a millisecond before %s", due.toInstant())
                            .isEmpty();
                    now = due.toInstant();
                } else if (!running) {
                    now = to;
                }
                ClockUtil.setCurrentTime(Date.from(now));
                town.management.executeJob(next.get().getId());
            }
            now = to;
            ClockUtil.setCurrentTime(Date.from(now));
            oracle.pass(to, running);
        }

        /** Of the obligation's task and of its ladder; what else the hazard waits for has deadlines of its own. */
        private Stream<Job> jobs() {
            ProcessInstance ladder = town.ladder(obligation);
            return Stream.concat(
                    town
                            .management
                            .createJobQuery()
                            .processInstanceId(hazard.getId())
                            .activityId("RectifyDue")
                            .list()
                            .stream(),
                    ladder == null
                            ? Stream.empty()
                            : town.management.createJobQuery().processInstanceId(ladder.getId()).list().stream());
        }

        private Optional<Job> nextDue(Instant to) {
            return jobs().filter(job -> job.getDuedate() == null
                            || !job.getDuedate().toInstant().isAfter(to))
                    .min(Comparator.comparing(job -> job.getDuedate() == null ? new Date(0) : job.getDuedate()));
        }

        // People.

        private void act(Deed deed) {
            if (deed.choice() < 14) {
                announce(LocalDate.ofInstant(now, ZONE).plusDays(deed.days() % 12 - 4L));
                return;
            }
            List<Runnable> possible = deed.choice() < 24 ? onDuty(deed.days()) : onLadder(deed.days());
            if (!possible.isEmpty()) {
                possible.get(deed.choice() % possible.size()).run();
            }
        }

        /** What can be done about the obligation itself. */
        private List<Runnable> onDuty(int days) {
            return switch (oracle.state()) {
                case OPEN -> List.of(this::rectify, this::rectify, () -> move(days), this::waive);
                case SUBMITTED -> List.of(this::sendBack, this::sendBack, this::sendBack, this::accept);
                default -> List.of();
            };
        }

        /** What can be done where the matter stands on its ladder. */
        private List<Runnable> onLadder(int days) {
            return switch (oracle.stage()) {
                case ANSWER -> List.of(() -> answer(within(days, isMajor() ? 5 : 10)));
                case DECIDE_SUMMON ->
                    decision("DecideSummon", days, oracle::summon, days % 2 == 0 ? "leader.charge" : oracle.decider());
                case SUMMON -> List.of(() -> talk(within(days, 10)));
                case DECIDE_CRITICISM -> decision("DecideCriticism", days, oracle::criticise, "leader.principal");
                case DECIDE_VETO -> decision("DecideVeto", days, oracle::propose, "leader.principal");
                case CASE -> List.of(this::conclude);
                case REVIEW -> List.of(() -> review(within(days, 20)));
                default -> List.of();
            };
        }

        private List<Runnable> decision(String key, int days, Runnable decided, String post) {
            Runnable yes = () -> {
                task(key, post, Map.of());
                decided.run();
            };
            return List.of(yes, yes, yes, () -> grant(key, post, days));
        }

        private void answer(LocalDate promised) {
            task("Answer", "school-01.head", Map.of("promisedOn", promised.toString()));
            oracle.answer(promised);
        }

        private void talk(LocalDate promised) {
            task("Summon", "task-force.clerk", Map.of("promisedOn", promised.toString()));
            oracle.talk(promised);
        }

        private void conclude() {
            transaction.executeWithoutResult(status -> publisher.publishEvent(
                    new VetoConcluded(obligation.id(), obligation.campaign() + "/school-01/1", "不予否决")));
            oracle.conclude();
        }

        private void review(LocalDate next) {
            task("Review", "supervisors.clerk", Map.of("reviewOn", next.toString()));
            oracle.review(next);
        }

        private boolean isMajor() {
            return town.ledger(hazard).grade().equals("major");
        }

        private LocalDate within(int days, int workingDays) {
            LocalDate day = oracle.today().plusDays(days);
            LocalDate latest = oracle.latest(workingDays);
            return day.isAfter(latest) ? latest : day;
        }

        private void task(String key, String post, Map<String, Object> changes) {
            Map<String, Object> answers = FormAnswers.good(key);
            answers.putAll(changes);
            town.submit(post, town.ladder(obligation), key, answers);
        }

        private void grant(String key, String post, int days) {
            LocalDate day = within(days, 10);
            town.submit(
                    post,
                    town.ladder(obligation),
                    key,
                    Map.of("decision", "grant", "reason", FormAnswers.TEXT, "newDate", day.toString()));
            oracle.grant(day);
        }

        private void rectify() {
            Task task = town.open(hazard, "Rectify");
            String named = task.getAssignee();
            town.submit(named == null ? "school-01.clerk" : named, task, FormAnswers.good("Rectify"));
            oracle.fulfil();
        }

        private void sendBack() {
            town.submit(
                    reinspector(),
                    hazard,
                    "Reinspect",
                    FormAnswers.with("Reinspect", "decision", "return", "comment", "消防通道仍有杂物"));
            oracle.sendBack();
        }

        private void accept() {
            town.submit(reinspector(), hazard, "Reinspect");
            oracle.accept();
        }

        private String reinspector() {
            return town.obligation(hazard, "reinspection").unit() + ".clerk";
        }

        private void move(int days) {
            LocalDate day = oracle.today().plusDays(days + 1L);
            hazardProcess.dispose(town.ledger(hazard).number(), "extend", "school-01.head", day.toString(), "等待专项资金");
            oracle.move(day);
        }

        private void waive() {
            transaction.executeWithoutResult(
                    status -> obligations.waive(obligation.id(), "leader.charge", FormAnswers.TEXT));
            oracle.waive();
        }

        private void announce(LocalDate day) {
            ProcessInstance change = town.startByForm(
                    "town-office.clerk",
                    "calendar-change",
                    Map.of(
                            "firstDay",
                            day.toString(),
                            "lastDay",
                            day.toString(),
                            "arrangement",
                            oracle.isWorked(day) ? "CLOSED" : "WORKED",
                            "grounds",
                            "县教育局防台风停课通知"));
            town.submit("task-force.head", change, "Confirm");
            town.runDueJobsAt("Announce");
            oracle.announce(day);
        }

        // What must hold.

        private void compare() {
            List<CaseEntry> entries = town.events(obligation);
            List<LadderOracle.Step> steps = entries.stream()
                    .map(entry -> new LadderOracle.Step(
                            entry.act(), entry.at(), WITH_DEADLINE.contains(entry.act()) ? entry.deadline() : null))
                    .toList();
            assertThat(steps).isEqualTo(oracle.steps());
            nothingFallsBetween();
            peopleDecideAboutPeople(entries);
            everyStepIsExplained(entries);
            nobodyAcceptsTheirOwnWork(entries);
        }

        /** 1. Fulfilled, or open before its deadline, or on the ladder; there is no fourth state. */
        private void nothingFallsBetween() {
            Map<String, Object> row = town.jdbc
                    .sql("select state, on_ladder, deadline from dudao.obligation where id = ?")
                    .param(obligation.id())
                    .query()
                    .singleRow();
            boolean onLadder = town.ladder(obligation) != null;
            assertThat(row.get("on_ladder")).isEqualTo(onLadder);
            if (!row.get("state").equals("OPEN")) {
                assertThat(onLadder).isFalse();
            } else if (!onLadder) {
                assertThat(now).isBefore(((Date) row.get("deadline")).toInstant());
            }
        }

        /** 2. From 约谈 up somebody by name decided, with a reason. */
        private void peopleDecideAboutPeople(List<CaseEntry> entries) {
            assertThat(entries)
                    .filteredOn(entry -> BY_A_PERSON.contains(entry.act()))
                    .allSatisfy(entry -> {
                        assertThat(entry.by()).as(entry.act()).isNotBlank();
                        assertThat(entry.text()).as(entry.act()).isNotBlank();
                    });
        }

        /** 3. Which rule, which deadline and how it came about, to whom. */
        private void everyStepIsExplained(List<CaseEntry> entries) {
            assertThat(entries)
                    .filteredOn(
                            entry -> Set.of("URGED", "SUPERVISED", "CRITICISED").contains(entry.act()))
                    .allSatisfy(entry -> {
                        assertThat(entry.rule()).matches("P\\d .+");
                        assertThat(entry.addressee()).isEqualTo("school-01");
                        assertThat(entry.arithmetic()).isNotBlank();
                    });
        }

        /** 4. Who rectified never re-inspects. */
        private void nobodyAcceptsTheirOwnWork(List<CaseEntry> entries) {
            assertThat(entries)
                    .filteredOn(entry -> Set.of("ACCEPTED", "RETURNED").contains(entry.act()))
                    .allSatisfy(entry -> assertThat(entry.by()).doesNotStartWith("school-01."));
        }
    }
}
