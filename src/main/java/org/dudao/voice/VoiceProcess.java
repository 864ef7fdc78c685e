package org.dudao.voice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.dudao.hazard.HazardEnded;
import org.dudao.hazard.HazardProcess;
import org.dudao.hazard.NewHazard;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.LastingMatters;
import org.dudao.obligation.ObligationTasks;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.UnitKind;
import org.dudao.referral.NewReferral;
import org.dudao.referral.ReferralProcess;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The model {@code voice} (M4): something that was raised, business key {@code <campaign>/voice/<n>}. Who raised it is
 * no variable of the process: whoever may read processes must not learn it where it is confidential.
 */
@Component("voiceProcess")
public class VoiceProcess implements LastingMatters {

    public static final String KEY = "voice";
    static final String ANSWER = "voice-answer";
    static final String HAZARD_ENDED = "VoiceHazardEnded";

    private final Voices voices;
    private final CampaignPlans plans;
    private final ObligationTasks tasks;
    private final HazardProcess hazards;
    private final ReferralProcess referrals;
    private final RuntimeService runtime;
    private final IdentityService identity;

    VoiceProcess(
            Voices voices,
            CampaignPlans plans,
            ObligationTasks tasks,
            HazardProcess hazards,
            ReferralProcess referrals,
            RuntimeService runtime,
            IdentityService identity) {
        this.voices = voices;
        this.plans = plans;
        this.tasks = tasks;
        this.hazards = hazards;
        this.referrals = referrals;
        this.runtime = runtime;
        this.identity = identity;
    }

    /** Writes it down and sorts it to the unit that answers for it. */
    public void register(DelegateExecution execution) {
        String school = text(execution, "aboutSchool");
        String area = text(execution, "aboutArea");
        String campaign = campaign(school, area);
        Plan plan = plans.of(campaign);
        boolean onVisit = Boolean.TRUE.equals(execution.getVariable("onVisit"));
        String visitor = plan.voices().visitedBy();
        if (onVisit && visitor != null && !isMember(tasks.actor(), visitor)) {
            throw new BadUserRequestException("只有%s走访时听到的诉求才勾选“走访中听到的”，请去掉勾选后再提交".formatted(plan.unitName(visitor)));
        }
        Voice voice = voices.register(new NewVoice(
                campaign,
                school,
                area,
                text(execution, "place"),
                text(execution, "what"),
                text(execution, "concerned"),
                onVisit,
                Boolean.TRUE.equals(execution.getVariable("confidential")),
                tasks.actor(),
                plan.voiceHandler(area)));
        execution.setProcessBusinessKey(voice.key());
        execution.removeVariables(
                List.of("aboutSchool", "aboutArea", "place", "what", "concerned", "onVisit", "confidential"));
        execution.setVariable("campaign", campaign);
        execution.setVariable("handlingUnit", voice.handlingUnit());
    }

    private String campaign(String school, String area) {
        return plans.running(plan -> (school == null || plan.school(school).isPresent())
                        && (area == null || plan.area(area).isPresent()))
                .orElseThrow(() -> new BadUserRequestException(
                        school == null && area == null
                                ? "现在没有正在进行的专项行动，诉求请直接向中心校或者镇办公室反映"
                                : "所选的学校或者整治重点不在正在进行的专项行动中，请改选；都不合适的，可以不选"));
    }

    /** What the handler may do, as options: what was passed on once stays where it is. */
    public SpinJsonNode ways(DelegateExecution execution) {
        List<Map<String, String>> ways = new ArrayList<>();
        ways.add(option("answer", "已经办理，答复提出人"));
        ways.add(option("hazard", "属于安全隐患，登记为隐患整改"));
        if (!voice(execution).passedOn()) {
            ways.add(option("pass", "不属于本单位职责，转给别的单位（只能转一次）"));
        }
        ways.add(option("refer", "涉嫌违法犯罪，移交派出所"));
        return Spin.JSON(ways);
    }

    /** To whom it may be passed on, as options; the same whoever raised it, for supervisors can read them. */
    public SpinJsonNode handlers(DelegateExecution execution) {
        Plan plan = plan(execution);
        Stream<Map<String, String>> units = plan.units().stream()
                .filter(unit -> unit.kind() != UnitKind.LEADERS && unit.kind() != UnitKind.SUPERVISORS)
                .map(unit -> option(unit.id(), unit.name()));
        Stream<Map<String, String>> schools = plan.schools().stream().map(school -> option(school.id(), school.name()));
        return Spin.JSON(Stream.concat(units, schools)
                .filter(unit -> !unit.get("value").equals(execution.getVariable("handlingUnit")))
                .toList());
    }

    /** Whoever handles what is confidential learns the name: not the school that it is about, nor the raiser's own unit. */
    private void requireMayKnow(Voice voice, String unit) {
        if (voice.confidential() && (unit.equals(voice.school()) || isMember(voice.raisedBy(), unit))) {
            throw new BadUserRequestException("提出人要求保密，不能转给被反映的学校或者提出人自己的单位，请改选别的单位");
        }
    }

    /** Nobody accepts their own work: who raised it says later whether it is solved, and does not answer it. */
    public void requireOtherPost(DelegateTask task) {
        String post = "complete".equals(task.getEventName()) ? tasks.actor() : task.getAssignee();
        if (voice(task.getExecution()).raisedBy().equals(post)) {
            throw new BadUserRequestException("提出诉求的人不能办理自己的诉求，请由本单位其他岗位办理");
        }
    }

    /** What the handler decided; the hazard is the model's next step. */
    public void handled(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        String key = execution.getProcessBusinessKey();
        switch ((String) task.getVariable("decision")) {
            case "answer" -> voices.answered(key, tasks.actor(), (String) task.getVariable("reply"));
            case "pass" -> {
                String unit = (String) task.getVariable("passTo");
                String reason = (String) task.getVariable("passReason");
                requireMayKnow(voices.get(key), unit);
                voices.passOn(key, tasks.actor(), unit, reason);
                tasks.passedOn(execution, ANSWER, unit, reason);
                execution.setVariable("handlingUnit", unit);
            }
            default -> {
                // A hazard is made of it next, or it is referred.
            }
        }
    }

    /** The hazard is reported by the handler, never by the one who raised the matter. */
    public void makeHazard(DelegateExecution execution) {
        String number = hazards.start(new NewHazard(
                text(execution, "campaign"),
                text(execution, "foundSchool"),
                text(execution, "foundArea"),
                null,
                text(execution, "foundPlace"),
                text(execution, "foundDescription"),
                text(execution, "foundSeverity"),
                false,
                null,
                false,
                "诉求",
                tasks.actor(),
                text(execution, "handlingUnit")));
        voices.madeHazard(execution.getProcessBusinessKey(), tasks.actor(), number);
        execution.removeVariables(
                List.of("foundSchool", "foundArea", "foundPlace", "foundDescription", "foundSeverity"));
    }

    /** A hazard has come to its end; where something raised waits for it, that goes on. */
    @EventListener
    void on(HazardEnded ended) {
        voices.waitingFor(ended.number()).ifPresent(voice -> {
            voices.hazardEnded(voice.key(), ended.outcome());
            runtime.createMessageCorrelation(HAZARD_ENDED)
                    .processInstanceBusinessKey(voice.key())
                    .correlate();
        });
    }

    /** The one whose right it is to say whether it is solved. */
    public String raiser(DelegateExecution execution) {
        return voice(execution).raisedBy();
    }

    public void feedback(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        Voice voice = voice(execution);
        String comment = (String) task.getVariable("comment");
        if ("solved".equals(task.getVariable("decision"))) {
            voices.solved(voice.key(), comment);
            tasks.accepted(execution, ANSWER, voice.raiserInLog());
            return;
        }
        boolean again = voices.notSolved(voice.key(), comment).state() == Voice.State.DECIDING;
        if (!again) {
            tasks.returned(execution, ANSWER, voice.raiserInLog(), comment);
        }
        execution.setVariable("again", again);
    }

    public void silent(DelegateExecution execution) {
        voices.silent(execution.getProcessBusinessKey());
    }

    /** The leader in charge; the principal leader where the one in charge raised it. */
    public String decider(DelegateExecution execution) {
        Plan plan = plan(execution);
        return plan.leaders().charge().equals(voice(execution).raisedBy())
                ? plan.leaders().principal()
                : plan.leaders().charge();
    }

    public void decided(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        boolean uphold = "uphold".equals(task.getVariable("decision"));
        String reason = (String) task.getVariable("reason");
        voices.decided(execution.getProcessBusinessKey(), tasks.actor(), uphold, reason);
        if (!uphold) {
            tasks.returned(execution, ANSWER, reason);
        }
    }

    /** Public security takes it over, and with it the knowledge of who raised it (M2b). */
    public void refer(DelegateExecution execution) {
        Voice voice = voice(execution);
        String reason = text(execution, "referredBecause");
        voices.referred(
                voice.key(),
                tasks.actor(),
                plan(execution).obligation(ReferralProcess.KEY).orElseThrow().owedBy(),
                reason);
        referrals.start(
                execution,
                new NewReferral(
                        voice.campaign(),
                        voice.key(),
                        voice.school(),
                        voice.area(),
                        voice.place(),
                        voice.what(),
                        reason,
                        tasks.actor(),
                        voice.handlingUnit()));
    }

    @Override
    public List<Matter> leftOver(Plan plan) {
        return voices.leftOver().stream()
                .filter(voice -> (voice.school() == null
                                || plan.school(voice.school()).isPresent())
                        && (voice.area() == null || plan.area(voice.area()).isPresent())
                        && plan.knows(voice.handlingUnit()))
                .map(voice -> new Matter(voice.key(), title(plan, voice), true))
                .toList();
    }

    @Override
    public void takeOver(String key, String campaign) {
        voices.takeOver(key, campaign);
        ProcessInstance instance = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(key, KEY)
                .singleResult();
        tasks.takeOver(instance.getId(), campaign, plans.of(campaign).campaign());
    }

    private static String title(Plan plan, Voice voice) {
        String number = voice.key().substring(voice.key().lastIndexOf('/') + 1);
        String where = voice.school() == null ? "" : plan.unitName(voice.school()) + " ";
        return "%s诉求%s号".formatted(where, number);
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        return title(plan(execution), voice(execution));
    }

    /** What the person at the task has to know, as Markdown; never the name that is to stay unknown. */
    public String briefing(DelegateExecution execution) {
        Voice voice = voice(execution);
        Plan plan = plan(execution);
        return new Briefing()
                .title("诉求 " + voice.key())
                .line("学校", voice.school() == null ? null : plan.unitName(voice.school()))
                .line(
                        "整治重点",
                        plan.area(voice.area())
                                .map(area -> area.id() + " " + area.name())
                                .orElse(null))
                .line("位置", voice.place())
                .line("内容", voice.what())
                .line("关系到", voice.concernedInWords())
                .line("来源", voice.onVisit() ? "走访" : null)
                .line("提出人", voice.confidential() ? "要求保密" : plan.postName(voice.raisedBy()))
                .line("转来单位", voice.passedOn() ? plan.unitName(voice.passedFrom()) : null)
                .line("办理单位", plan.unitName(voice.handlingUnit()))
                .line("答复", voice.answer())
                .line("提出人的意见", voice.objection())
                .line("镇领导的决定", voice.decision())
                .history(voices.history(voice.key()))
                .text();
    }

    private boolean isMember(String post, String unit) {
        return identity.createUserQuery().userId(post).memberOfGroup(unit).count() > 0;
    }

    private static Map<String, String> option(String value, String label) {
        return Map.of("label", label, "value", value);
    }

    private Voice voice(DelegateExecution execution) {
        return voices.get(execution.getProcessBusinessKey());
    }

    private Plan plan(DelegateExecution execution) {
        return plans.of(text(execution, "campaign"));
    }

    private static String text(DelegateExecution execution, String name) {
        return (String) execution.getVariable(name);
    }
}
