package org.dudao.obligation;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.spin.Spin;
import org.camunda.spin.json.SpinJsonNode;
import org.dudao.calendar.Deadlines;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.Post;
import org.dudao.plan.UnitKind;
import org.springframework.stereotype.Component;

/** The model {@code waiver} (W2b): what need not be done any more, decided by a leader, business key the obligation's id. */
@Component("waiverProcess")
public class WaiverProcess {

    public static final String KEY = "waiver";

    private final Obligations obligations;
    private final ObligationTasks tasks;
    private final CampaignPlans plans;
    private final IdentityService identity;

    WaiverProcess(Obligations obligations, ObligationTasks tasks, CampaignPlans plans, IdentityService identity) {
        this.obligations = obligations;
        this.tasks = tasks;
        this.plans = plans;
        this.identity = identity;
    }

    public void find(DelegateExecution execution) {
        if (open(execution).isEmpty()) {
            throw new BadUserRequestException("本单位现在没有未完成的事项，不需要申请免除");
        }
    }

    /** The open obligations of the units of the post that asks, as options for a select field. */
    public SpinJsonNode openObligations(DelegateExecution execution) {
        return Spin.JSON(open(execution).stream()
                .map(obligation -> Map.of("label", inWords(obligation), "value", obligation.id()))
                .toList());
    }

    private List<Obligation> open(DelegateExecution execution) {
        List<String> units =
                identity.createGroupQuery().groupMember((String) execution.getVariable("initiator")).list().stream()
                        .map(Group::getId)
                        .toList();
        return units.isEmpty() ? List.of() : obligations.openOf(units);
    }

    private String inWords(Obligation obligation) {
        String where = obligation.school() == null ? "" : plan(obligation).unitName(obligation.school()) + " ";
        return "%s%s（%s到期）".formatted(where, obligation.title(), Deadlines.inWords(obligation.deadline()));
    }

    /** One line for the task list: the unit that asks, or, once it is chosen, what it asks for. */
    public String about(DelegateExecution execution) {
        return execution.getProcessBusinessKey() == null
                ? "本单位事项"
                : plan(obligation(execution)).unitName(obligation(execution).unit()) + " "
                        + obligation(execution).title();
    }

    public String choiceBriefing(DelegateExecution execution) {
        return new Briefing()
                .title("申请免除义务")
                .line("理由", (String) execution.getVariable("grounds"))
                .text();
    }

    public void chosen(DelegateTask task) {
        task.getExecution().setProcessBusinessKey((String) task.getVariable("chosen"));
        obligations.note(Obligations.act(obligation(task.getExecution()), ObligationAct.WAIVER_ASKED)
                .by(tasks.actor())
                .text((String) task.getExecution().getVariable("grounds")));
    }

    /** The leader in charge; where leaders owe it themselves, the head of the supervisors. */
    public String deciders(DelegateExecution execution) {
        Obligation obligation = obligation(execution);
        Plan plan = plan(obligation);
        boolean leaders = plan.unitOfKind(UnitKind.LEADERS).orElseThrow().id().equals(obligation.unit());
        return leaders
                ? Post.headOf(
                        plan.unitOfKind(UnitKind.SUPERVISORS).orElseThrow().id())
                : plan.leaders().charge();
    }

    public String briefing(DelegateExecution execution) {
        Obligation obligation = obligation(execution);
        return new Briefing()
                .title(obligation.title())
                .line("责任单位", plan(obligation).unitName(obligation.unit()))
                .line("期限", obligation.arithmetic())
                .line("申请人", (String) execution.getVariable("initiator"))
                .line("申请理由", (String) execution.getVariable("grounds"))
                .history(obligations.history(obligation.id()))
                .text();
    }

    public void decided(DelegateTask task) {
        Obligation obligation = obligation(task.getExecution());
        boolean waive = "waive".equals(task.getVariable("decision"));
        if (waive && obligation.state() != Obligation.State.OPEN && obligation.state() != Obligation.State.RETURNED) {
            throw new BadUserRequestException("这件事已经办理，不用再免除，请选“不免除”");
        }
        task.getExecution().setVariable("decidedBy", tasks.actor());
        task.getExecution().setVariable("decisionReason", task.getVariable("reason"));
        if (!waive) {
            obligations.note(Obligations.act(obligation, ObligationAct.WAIVER_REFUSED)
                    .by(tasks.actor())
                    .to(obligation.unit())
                    .text((String) task.getVariable("reason")));
        }
    }

    public void waive(DelegateExecution execution) {
        obligations.waive(execution.getProcessBusinessKey(), (String) execution.getVariable("decidedBy"), (String)
                execution.getVariable("decisionReason"));
    }

    public void lapse(DelegateExecution execution) {
        Obligation obligation = obligation(execution);
        obligations.note(
                Obligations.act(obligation, ObligationAct.WAIVER_LAPSED).to(obligation.unit()));
    }

    private Obligation obligation(DelegateExecution execution) {
        return obligations.get(execution.getProcessBusinessKey());
    }

    private Plan plan(Obligation obligation) {
        return plans.of(obligation.campaign());
    }
}
