package org.dudao.draft;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.form.CamundaFormRef;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.task.Task;
import org.dudao.platform.ApiProblem;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One's own drafts, of tasks that one sees and of forms that one may begin a process with. */
@RestController
class DraftController {

    private static final int LARGEST = 256 * 1024;

    private final DraftStore drafts;
    private final TaskService tasks;
    private final RepositoryService repository;
    private final FormService forms;
    private final IdentityService identity;
    private final ObjectMapper json;

    DraftController(
            DraftStore drafts,
            TaskService tasks,
            RepositoryService repository,
            FormService forms,
            IdentityService identity,
            ObjectMapper json) {
        this.drafts = drafts;
        this.tasks = tasks;
        this.repository = repository;
        this.forms = forms;
        this.identity = identity;
        this.json = json;
    }

    /** @param version to be named as {@code replaces} by who saves the next one */
    record Kept(@JsonRawValue String data, String version, Instant savedAt) {}

    record Saved(String version, Instant savedAt) {}

    @GetMapping("/api/tasks/{task}/draft")
    ResponseEntity<Kept> ofTask(@PathVariable String task) {
        return answer(subject(task));
    }

    @PutMapping("/api/tasks/{task}/draft")
    Saved saveForTask(
            @PathVariable String task, @RequestParam(required = false) String replaces, HttpServletRequest request)
            throws IOException {
        return save(subject(task), replaces, request);
    }

    @DeleteMapping("/api/tasks/{task}/draft")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clearForTask(@PathVariable String task) {
        drafts.clear(me(), subject(task));
    }

    @GetMapping("/api/forms/{form}/draft")
    ResponseEntity<Kept> ofStartForm(@PathVariable String form) {
        return answer(startSubject(form));
    }

    @PutMapping("/api/forms/{form}/draft")
    Saved saveForStartForm(
            @PathVariable String form, @RequestParam(required = false) String replaces, HttpServletRequest request)
            throws IOException {
        return save(startSubject(form), replaces, request);
    }

    @DeleteMapping("/api/forms/{form}/draft")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clearForStartForm(@PathVariable String form) {
        drafts.clear(me(), startSubject(form));
    }

    private ResponseEntity<Kept> answer(String subject) {
        return drafts.find(me(), subject)
                .map(draft -> ResponseEntity.ok()
                        .cacheControl(CacheControl.noStore())
                        .body(new Kept(draft.data(), draft.version(), draft.savedAt())))
                .orElseGet(() -> ResponseEntity.noContent()
                        .cacheControl(CacheControl.noStore())
                        .build());
    }

    private Saved save(String subject, String replaces, HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            throw ApiProblem.badRequest("表单里的内容超过256KB，存不下。请缩短文字，长的材料做成文件上传");
        }
        Draft saved = drafts.save(me(), subject, object(body), replaces);
        return new Saved(saved.version(), saved.savedAt());
    }

    private String object(byte[] body) {
        try {
            JsonNode data = json.readTree(new String(body, StandardCharsets.UTF_8));
            if (data != null && data.isObject()) {
                return json.writeValueAsString(data);
            }
        } catch (JsonProcessingException e) {
            // No JSON at all is refused like JSON that is no object.
        }
        throw ApiProblem.badRequest("草稿的格式不对，请刷新页面后再试");
    }

    /** Who may not see the task does not learn that it exists. */
    private String subject(String id) {
        Task task = tasks.createTaskQuery().taskId(id).singleResult();
        if (task == null) {
            throw ApiProblem.notFound("这项任务已经办完或者不是您的，请刷新任务列表");
        }
        if (task.getTaskDefinitionKey() == null) {
            throw ApiProblem.notFound("这项任务没有表单，不用存草稿");
        }
        return task.getId();
    }

    private String startSubject(String form) {
        return repository
                .createProcessDefinitionQuery()
                .latestVersion()
                .active()
                .startablePermissionCheck()
                .list()
                .stream()
                .filter(process -> begins(form, process))
                .findFirst()
                .map(process -> DraftStore.startForm(form))
                .orElseThrow(() -> ApiProblem.notFound("没有这张表单，或者您不能用它发起流程。请刷新页面"));
    }

    private boolean begins(String form, ProcessDefinition process) {
        CamundaFormRef reference = forms.getStartFormData(process.getId()).getCamundaFormRef();
        return reference != null && form.equals(reference.getKey());
    }

    private String me() {
        return identity.getCurrentAuthentication().getUserId();
    }
}
