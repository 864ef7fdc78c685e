package org.dudao.supervision;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.dudao.organization.Posts;
import org.dudao.platform.ApiProblem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What happened in one process instance: the steps of its model, and what was noted about its case. */
@RestController
class TimelineController {

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

    private final HistoryService history;
    private final Explanation explanation;
    private final Reader reader;
    private final Posts posts;

    TimelineController(HistoryService history, Explanation explanation, Reader reader, Posts posts) {
        this.history = history;
        this.explanation = explanation;
        this.reader = reader;
        this.posts = posts;
    }

    /**
     * @param businessKey null where the instance has none
     * @param passed ids of the model's elements that were completed at least once
     * @param entries the oldest first
     */
    record Timeline(
            String businessKey,
            String processName,
            String title,
            boolean running,
            Set<String> passed,
            List<Entry> entries) {}

    /**
     * @param until null for what is not over, and for what takes no time
     * @param activity the model's element; null for a note of the case
     * @param by the post that did or holds it, null where none did
     * @param what the element's name, or what was noted, as a sentence
     */
    record Entry(Instant at, Instant until, String activity, String what, String by, String state) {}

    @GetMapping("/api/process-instances/{id}/timeline")
    Timeline timeline(@PathVariable String id) {
        HistoricProcessInstance instance = history.createHistoricProcessInstanceQuery()
                .processInstanceId(id)
                .singleResult();
        if (instance == null) {
            throw ApiProblem.notFound("没有找到这个流程，或者它与您的单位无关。请返回列表重新选择");
        }
        List<HistoricActivityInstance> activities = history.createHistoricActivityInstanceQuery()
                .processInstanceId(id)
                .orderByHistoricActivityInstanceStartTime()
                .asc()
                .list();
        Explanation.Case noted = instance.getBusinessKey() == null
                ? null
                : explanation.of(instance.getBusinessKey(), reader.mayRead()).orElse(null);
        if (noted != null && noted.matters().isEmpty()) {
            throw ApiProblem.forbidden("这件事与您的单位无关，您不能查看。确有需要请联系督导组");
        }
        List<Entry> entries = new ArrayList<>(steps(activities));
        if (noted != null) {
            noted.matters().stream()
                    .flatMap(matter -> matter.steps().stream())
                    .forEach(step -> entries.add(new Entry(step.at(), null, null, step.sentence(), null, "记录")));
        }
        entries.sort(Comparator.comparing(Entry::at));
        return new Timeline(
                instance.getBusinessKey(),
                instance.getProcessDefinitionName(),
                noted == null ? instance.getProcessDefinitionName() : noted.title(),
                instance.getEndTime() == null,
                passed(activities),
                entries);
    }

    private List<Entry> steps(List<HistoricActivityInstance> activities) {
        Map<String, String> names = posts.names(activities.stream()
                .map(HistoricActivityInstance::getAssignee)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        return activities.stream()
                .filter(activity -> STEPS.contains(activity.getActivityType()) && activity.getActivityName() != null)
                .map(activity -> new Entry(
                        activity.getStartTime().toInstant(),
                        activity.getEndTime() == null || activity.getEndTime().equals(activity.getStartTime())
                                ? null
                                : activity.getEndTime().toInstant(),
                        activity.getActivityId(),
                        activity.getActivityName(),
                        activity.getAssignee() == null ? null : names.get(activity.getAssignee()),
                        activity.getEndTime() == null
                                ? activity.getActivityType().startsWith("intermediate") ? "等待中" : "正在进行"
                                : activity.isCanceled() ? "已取消" : "已完成"))
                .toList();
    }

    private static Set<String> passed(List<HistoricActivityInstance> activities) {
        return activities.stream()
                .filter(activity -> activity.getEndTime() != null && !activity.isCanceled())
                .map(HistoricActivityInstance::getActivityId)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
