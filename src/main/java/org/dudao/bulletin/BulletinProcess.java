package org.dudao.bulletin;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.dudao.calendar.Deadlines;
import org.dudao.obligation.Briefing;
import org.dudao.obligation.ObligationTasks;
import org.dudao.obligation.Obligations;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.Post;
import org.dudao.plan.School;
import org.dudao.plan.Unit;
import org.dudao.plan.UnitKind;
import org.springframework.stereotype.Component;

/** The model {@code bulletin} (W3): one bulletin, business key {@code <campaign>/bulletin/<n>}. */
@Component("bulletinProcess")
public class BulletinProcess {

    public static final String KEY = "bulletin";

    static final String EDIT = "bulletin-edit";

    private final Bulletins bulletins;
    private final Obligations obligations;
    private final CampaignPlans plans;
    private final ObligationTasks tasks;
    private final RuntimeService runtime;

    BulletinProcess(
            Bulletins bulletins,
            Obligations obligations,
            CampaignPlans plans,
            ObligationTasks tasks,
            RuntimeService runtime) {
        this.bulletins = bulletins;
        this.obligations = obligations;
        this.plans = plans;
        this.tasks = tasks;
        this.runtime = runtime;
    }

    /** Starts the campaign's next bulletin. */
    public void startNext(DelegateExecution execution) {
        start(text(execution, "campaign"), false);
    }

    /** Starts the campaign's final bulletin, with the ranking and the goals. */
    public void startFinal(DelegateExecution execution) {
        start(text(execution, "campaign"), true);
    }

    private void start(String campaign, boolean last) {
        runtime.startProcessInstanceByKey(
                KEY, bulletins.nextKey(campaign), Map.of("campaign", campaign, "lastBulletin", last));
    }

    public void draft(DelegateExecution execution) {
        bulletins.draft(
                key(execution),
                text(execution, "campaign"),
                plan(execution),
                Boolean.TRUE.equals(execution.getVariable("lastBulletin")));
    }

    /** The form begins with what the data or the last round gave: here that is meant to be edited. */
    public void prefill(DelegateTask task) {
        Bulletin bulletin = bulletins.get(key(task.getExecution()));
        task.getExecution()
                .setVariablesLocal(Map.of(
                        "bulletinTitle", bulletin.title(),
                        "documentNumber", bulletin.documentNumber(),
                        "body", bulletin.body()));
    }

    public void edited(DelegateTask task) {
        bulletins.edited(
                key(task.getExecution()),
                tasks.actor(),
                (String) task.getVariable("bulletinTitle"),
                (String) task.getVariable("documentNumber"),
                (String) task.getVariable("body"));
    }

    /** The posts that may issue it: the head of the task force and the leaders. */
    public Collection<String> approvers(DelegateExecution execution) {
        Plan plan = plan(execution);
        String taskForce = plan.unitOfKind(UnitKind.TASK_FORCE).orElseThrow().id();
        return Stream.of(
                        head(plan, taskForce),
                        plan.leaders().charge(),
                        plan.leaders().principal())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static String head(Plan plan, String unit) {
        return plan.postsOf(unit).stream()
                .map(Post::id)
                .filter(id -> id.equals(Post.headOf(unit)))
                .findFirst()
                .orElse(null);
    }

    /** Nobody approves their own text. */
    public void requireOtherPost(DelegateTask task) {
        String post = "complete".equals(task.getEventName()) ? tasks.actor() : task.getAssignee();
        String editor = bulletins.get(key(task.getExecution())).editedBy();
        if (post != null && post.equals(editor)) {
            throw new BadUserRequestException("编写这期通报的人不能签发，请由专班负责人或者镇领导中的其他人签发");
        }
    }

    public void approved(DelegateTask task) {
        DelegateExecution execution = task.getExecution();
        if ("return".equals(task.getVariable("decision"))) {
            bulletins.returned(key(execution), tasks.actor(), (String) task.getVariable("reason"));
        } else {
            execution.setVariable("approvedBy", tasks.actor());
        }
    }

    public void issue(DelegateExecution execution) {
        bulletins.issue(key(execution), text(execution, "approvedBy"));
    }

    /** Who signs for it: schools, departments and villages. */
    public Collection<String> readers(DelegateExecution execution) {
        Plan plan = plan(execution);
        return Stream.concat(
                        plan.schools().stream().map(School::id),
                        plan.units().stream().filter(Unit::isParticipant).map(Unit::id))
                .toList();
    }

    public void close(DelegateExecution execution) {
        bulletins.close(key(execution));
    }

    /** One line for the task list. */
    public String about(DelegateExecution execution) {
        Bulletin bulletin = bulletins.get(key(execution));
        String which = bulletin.last() ? "总通报" : "第%d期".formatted(bulletin.number());
        String reader = text(execution, "matter");
        return reader == null ? which : "%s %s".formatted(plan(execution).unitName(reader), which);
    }

    /** The text as a reader sees it, as Markdown. */
    public String bulletinText(DelegateExecution execution) {
        return bulletins.get(key(execution)).body().replace("\n", "\n\n");
    }

    /** What the person at the task has to know, as Markdown. */
    public String briefing(DelegateExecution execution) {
        Bulletin bulletin = bulletins.get(key(execution));
        String reader = text(execution, "matter");
        Briefing briefing = new Briefing()
                .title(bulletin.title())
                .line("发文字号", bulletin.documentNumber())
                .line("起草依据", bulletin.occasion())
                .line("数据截至", Deadlines.inWords(bulletin.until()));
        if (reader != null) {
            Stream.concat(bulletin.figures().schools().stream(), bulletin.figures().units().stream())
                    .filter(own -> own.unit().equals(reader))
                    .findFirst()
                    .ifPresent(own -> briefing.line("本单位", inWords(own)));
            return briefing.text();
        }
        obligations
                .findLiving(execution.getProcessInstanceId(), EDIT, null)
                .ifPresent(obligation -> briefing.history(obligations.history(obligation.id())));
        return briefing.line("上次退回的理由", bulletin.returnReason())
                .list(
                        "附表一 各学校",
                        bulletin.figures().schools().stream()
                                .map(BulletinProcess::named)
                                .toList(),
                        "没有学校")
                .list(
                        "附表二 各单位",
                        bulletin.figures().units().stream()
                                .map(BulletinProcess::named)
                                .toList(),
                        "没有单位",
                        "在印发的文件里")
                .text();
    }

    private static String named(Figures.Progress progress) {
        return progress.name() + "：" + inWords(progress);
    }

    private static String inWords(Figures.Progress progress) {
        return "应办%d件，已办%d件，逾期%d件；隐患%d处，已办结%d处"
                .formatted(progress.owed(), progress.done(), progress.overdue(), progress.hazards(), progress.closed());
    }

    private Plan plan(DelegateExecution execution) {
        return plans.of(text(execution, "campaign"));
    }

    private static String key(DelegateExecution execution) {
        return execution.getProcessBusinessKey();
    }

    private static String text(DelegateExecution execution, String name) {
        return (String) execution.getVariable(name);
    }
}
