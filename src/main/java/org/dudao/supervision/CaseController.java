package org.dudao.supervision;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.dudao.caselog.CaseLog;
import org.dudao.platform.ApiProblem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Cases explained to those who take part in them and to those who may read all processes, and the check of the log.
 */
@RestController
class CaseController {

    private static final String PATH = "/api/cases/";
    private static final String EXPLANATION = "/explanation";

    private final Explanation explanation;
    private final CaseLog log;
    private final Reader reader;
    private final TaskService tasks;

    CaseController(Explanation explanation, CaseLog log, Reader reader, TaskService tasks) {
        this.tasks = tasks;
        this.explanation = explanation;
        this.log = log;
        this.reader = reader;
    }

    /** The business key stands in the path as it is, slashes and all. */
    @GetMapping(PATH + "**")
    Explanation.Case explain(HttpServletRequest request) {
        String path = URLDecoder.decode(request.getRequestURI(), StandardCharsets.UTF_8);
        if (!path.endsWith(EXPLANATION) || path.length() <= PATH.length() + EXPLANATION.length()) {
            throw ApiProblem.notFound("地址不对，应当是 " + PATH + "案件编号" + EXPLANATION);
        }
        return explain(path.substring(PATH.length(), path.length() - EXPLANATION.length()));
    }

    /**
     * The case that a task in the reader's own list belongs to. Of a campaign or a school, whose cases are long, only
     * the duty that the task fulfils.
     */
    @GetMapping("/api/tasks/{id}/explanation")
    Explanation.Case explainTask(@PathVariable String id) {
        Task task = Optional.ofNullable(tasks.createTaskQuery().taskId(id).singleResult())
                .orElseThrow(() -> ApiProblem.notFound("这项任务已经办完或者不是您的，请刷新任务列表"));
        Object matter = tasks.getVariable(id, "matter");
        Explanation.TaskCase of = explanation
                .ofTask(task.getProcessInstanceId(), task.getTaskDefinitionKey(), (String) matter)
                .orElseThrow(() -> ApiProblem.notFound("这件事刚刚开始，还没有记录"));
        boolean isLong = task.getProcessDefinitionId().startsWith("campaign:")
                || task.getProcessDefinitionId().startsWith("school:");
        return explain(isLong && of.obligation() != null ? of.obligation() : of.businessKey());
    }

    private Explanation.Case explain(String key) {
        Explanation.Case found = explanation
                .of(key, reader.mayRead())
                .orElseThrow(() -> ApiProblem.notFound("没有编号为“%s”的案件，请检查编号".formatted(key)));
        if (found.matters().isEmpty()) {
            throw ApiProblem.forbidden("这件事与您的单位无关，您不能查看。确有需要请联系督导组");
        }
        return found;
    }

    /**
     * @param whole whether every row of the log is as it was written
     * @param firstBreak null where it is
     */
    record Verification(boolean whole, CaseLog.Break firstBreak) {}

    @GetMapping("/api/log/verification")
    Verification verify() {
        if (!reader.readsEverything()) {
            throw ApiProblem.forbidden("核对记录只对督导组、工作专班、镇领导和管理员开放");
        }
        return log.verify().map(found -> new Verification(false, found)).orElseGet(() -> new Verification(true, null));
    }
}
