package org.dudao.supervision;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.TaskService;
import org.dudao.document.MatterAddress;
import org.dudao.platform.ApiProblem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The page of one matter: of a hazard or of a school, found by its number or by the code on its paper. */
@RestController
class MatterController {

    private static final int SHORTEST = 2;

    private final Search search;
    private final Timeline timeline;
    private final Reader reader;
    private final TaskService tasks;

    MatterController(Search search, Timeline timeline, Reader reader, TaskService tasks) {
        this.search = search;
        this.timeline = timeline;
        this.reader = reader;
        this.tasks = tasks;
    }

    record Findings(List<Task> tasks, List<Search.Found> matters) {}

    record Task(String id, String name) {}

    /** The reader's own tasks, and matters that the reader may see, with these words. */
    @GetMapping("/api/search")
    Findings search(@RequestParam String q) {
        if (q.strip().length() < SHORTEST) {
            throw ApiProblem.badRequest("请至少输入两个字，例如隐患编号的末几位、学校名称或地点");
        }
        String like = "%" + q.strip().replaceAll("([%_\\\\])", "\\\\$1") + "%";
        return new Findings(
                tasks.createTaskQuery().taskNameLike(like).active().orderByDueDate().asc().listPage(0, 30).stream()
                        .map(task -> new Task(task.getId(), task.getName()))
                        .toList(),
                search.of(q, reader.sight()));
    }

    /** @param tasks those of the reader's own that the matter waits for */
    record Matter(Timeline.View timeline, List<Task> tasks) {}

    /** @param key the business key: a ledger number, or campaign and school */
    @GetMapping("/api/matters")
    Matter matter(@RequestParam String key) {
        Timeline.View view = Optional.of(key)
                .flatMap(timeline::instanceOf)
                .flatMap(id -> timeline.of(id, reader))
                .orElseThrow(() -> ApiProblem.notFound("没有编号为“%s”的事项，或者它与您的单位无关。请检查编号".formatted(key)));
        return new Matter(
                view,
                tasks.createTaskQuery().processInstanceId(view.processInstance()).active().list().stream()
                        .map(task -> new Task(task.getId(), task.getName()))
                        .toList());
    }

    /** The code for a paper of the matter: it opens the matter's page, after the login. */
    @GetMapping(value = "/api/matters/code.svg", produces = "image/svg+xml")
    String code(@RequestParam String key) {
        String title = matter(key).timeline().title();
        return MatterCode.svg(MatterAddress.of(key), key, title);
    }
}
