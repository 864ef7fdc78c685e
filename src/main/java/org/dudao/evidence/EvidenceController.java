package org.dudao.evidence;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstanceQuery;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.dudao.platform.ApiProblem;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Evidence of tasks and start forms. It is put in by who may do the task, and seen by who may see the matter; a file
 * travels alone, as the body of its request.
 */
@RestController
class EvidenceController {

    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,99}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final EvidenceStore store;
    private final EvidenceReaders readers;
    private final TaskService tasks;
    private final HistoryService history;
    private final IdentityService identity;

    EvidenceController(
            EvidenceStore store,
            EvidenceReaders readers,
            TaskService tasks,
            HistoryService history,
            IdentityService identity) {
        this.store = store;
        this.readers = readers;
        this.tasks = tasks;
        this.history = history;
        this.identity = identity;
    }

    /** @param removable whether the reader may still take it back */
    record Item(
            String id,
            String slot,
            String name,
            String type,
            boolean picture,
            long size,
            String sha256,
            String originalSha256,
            String by,
            Instant at,
            boolean removable) {}

    /**
     * @param items of the form at hand
     * @param earlier what was handed in before in the same matter
     */
    record Files(List<Item> items, List<Item> earlier) {}

    @GetMapping("/api/tasks/{task}/evidence")
    Files ofTask(@PathVariable String task) {
        Task found = task(tasks.createTaskQuery(), task);
        HistoricProcessInstance process = process(found.getProcessInstanceId()).orElseThrow();
        return new Files(
                items(store.inBasket(task)),
                items(Stream.concat(
                                origin(process).stream()
                                        .flatMap(origin ->
                                                store.ofProcess(origin.getId(), origin.getBusinessKey()).stream()),
                                store.ofProcess(process.getId(), process.getBusinessKey()).stream())
                        .filter(this::mayRead)
                        .toList()));
    }

    @PutMapping("/api/tasks/{task}/evidence/{id}")
    Item putForTask(
            @PathVariable String task,
            @PathVariable String id,
            @RequestParam String slot,
            @RequestParam String name,
            @RequestParam(required = false) String original,
            HttpServletRequest request)
            throws IOException {
        Authentication me = identity.getCurrentAuthentication();
        TaskQuery mine =
                tasks.createTaskQuery().or().taskAssignee(me.getUserId()).taskCandidateUser(me.getUserId());
        if (me.getGroupIds() != null && !me.getGroupIds().isEmpty()) {
            mine.taskCandidateGroupIn(me.getGroupIds());
        }
        Task found = task(mine.includeAssignedTasks().endOr(), task);
        if (found.getAssignee() != null && !found.getAssignee().equals(me.getUserId())) {
            throw ApiProblem.forbidden("这项任务正由“%s”办理，请由这个岗位上传".formatted(nameOf(found.getAssignee())));
        }
        return put(task, found.getProcessInstanceId(), readers.obligationOf(task), id, slot, name, original, request);
    }

    @GetMapping("/api/forms/{form}/evidence")
    Files ofStartForm(@PathVariable String form) {
        return new Files(items(store.inBasket(EvidenceStore.startForm(word(form), me()))), List.of());
    }

    @PutMapping("/api/forms/{form}/evidence/{id}")
    Item putForStartForm(
            @PathVariable String form,
            @PathVariable String id,
            @RequestParam String slot,
            @RequestParam String name,
            @RequestParam(required = false) String original,
            HttpServletRequest request)
            throws IOException {
        return put(EvidenceStore.startForm(word(form), me()), null, null, id, slot, name, original, request);
    }

    @DeleteMapping("/api/evidence/{id}")
    void takeBack(@PathVariable String id) {
        Evidence found = store.find(id).orElse(null);
        if (found == null || !found.uploadedBy().equals(me())) {
            throw gone();
        }
        if (found.handedInAt() != null) {
            throw ApiProblem.badRequest("这个文件已经随表单提交，不能删除。如有错误，请在说明里写清楚");
        }
        store.takeBack(id);
    }

    @GetMapping("/api/evidence/{id}")
    ResponseEntity<byte[]> content(@PathVariable String id) {
        Evidence found = readable(id);
        return answer(found, store.shown(id), MediaType.parseMediaType(found.type()));
    }

    @GetMapping("/api/evidence/{id}/thumbnail")
    ResponseEntity<byte[]> thumbnail(@PathVariable String id) {
        Evidence found = readable(id);
        if (!found.isPicture()) {
            throw ApiProblem.notFound("“%s”不是照片，没有缩略图".formatted(found.name()));
        }
        return answer(found, store.thumbnail(id), MediaType.IMAGE_JPEG);
    }

    private Item put(
            String basket,
            String processInstance,
            String obligation,
            String id,
            String slot,
            String name,
            String original,
            HttpServletRequest request)
            throws IOException {
        if (!ID.matcher(id).matches()) {
            throw ApiProblem.badRequest("文件的编号不对，请重新选择文件再传");
        }
        if (original != null && !HASH.matcher(original).matches()) {
            throw ApiProblem.badRequest("原始照片的校验值不对，请重新选择照片再传");
        }
        byte[] content = request.getInputStream().readNBytes(EvidenceContent.LARGEST + 1);
        return item(store.put(
                new EvidenceStore.Upload(id, basket, processInstance, obligation, word(slot), name, original, me()),
                content));
    }

    private static String word(String given) {
        if (!WORD.matcher(given).matches()) {
            throw ApiProblem.badRequest("地址里的“%s”不对，请刷新页面后再试".formatted(given.replaceAll("\\p{Cntrl}", "")));
        }
        return given;
    }

    private static Task task(TaskQuery query, String id) {
        return Optional.ofNullable(query.taskId(id).singleResult())
                .orElseThrow(() -> ApiProblem.notFound("这项任务已经办完或者不是您的，请刷新任务列表"));
    }

    /** Who may not see it does not learn that it exists. */
    private Evidence readable(String id) {
        return store.find(id).filter(this::mayRead).orElseThrow(EvidenceController::gone);
    }

    /** What shows a crime is for those who may read of it, with whatever duty it was handed in (M2b). */
    private boolean mayRead(Evidence found) {
        if (found.uploadedBy().equals(me()) || found.hazard() != null && readers.mayRead(found.hazard())) {
            return true;
        }
        if (found.hazard() != null && readers.isCrime(found.hazard())) {
            return false;
        }
        return found.obligation() != null && readers.mayRead(found.obligation())
                || found.obligation() == null
                        && found.processInstance() != null
                        && process(found.processInstance())
                                .map(HistoricProcessInstance::getBusinessKey)
                                .filter(readers::mayRead)
                                .isPresent();
    }

    private static ApiProblem gone() {
        return ApiProblem.notFound("没有这个文件，或者您不能查看。请刷新页面");
    }

    /** The process that the matter was made of, whose evidence belongs to it, too. */
    private Optional<HistoricProcessInstance> origin(HistoricProcessInstance process) {
        return Optional.ofNullable(process.getBusinessKey())
                .map(readers::originOf)
                .flatMap(key ->
                        process(history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(key)));
    }

    private Optional<HistoricProcessInstance> process(String id) {
        return process(history.createHistoricProcessInstanceQuery().processInstanceId(id));
    }

    /** The business key is needed, whoever asks. */
    private Optional<HistoricProcessInstance> process(HistoricProcessInstanceQuery query) {
        Authentication me = identity.getCurrentAuthentication();
        identity.clearAuthentication();
        try {
            return Optional.ofNullable(query.singleResult());
        } finally {
            identity.setAuthentication(me);
        }
    }

    private static ResponseEntity<byte[]> answer(Evidence evidence, byte[] content, MediaType type) {
        ContentDisposition disposition = (evidence.isPicture()
                        ? ContentDisposition.inline()
                        : ContentDisposition.attachment())
                .filename(evidence.name(), StandardCharsets.UTF_8)
                .build();
        return ResponseEntity.ok()
                .contentType(type)
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=3600")
                .body(content);
    }

    private List<Item> items(List<Evidence> found) {
        return found.stream().map(this::item).toList();
    }

    private Item item(Evidence evidence) {
        return new Item(
                evidence.id(),
                evidence.slot(),
                evidence.name(),
                evidence.type(),
                evidence.isPicture(),
                evidence.size(),
                evidence.sha256(),
                evidence.originalSha256(),
                nameOf(evidence.uploadedBy()),
                evidence.uploadedAt(),
                evidence.handedInAt() == null && evidence.uploadedBy().equals(me()));
    }

    private String nameOf(String post) {
        Authentication me = identity.getCurrentAuthentication();
        identity.clearAuthentication();
        try {
            User user = identity.createUserQuery().userId(post).singleResult();
            return user == null ? post : (user.getFirstName() + " " + user.getLastName()).strip();
        } finally {
            identity.setAuthentication(me);
        }
    }

    private String me() {
        return identity.getCurrentAuthentication().getUserId();
    }
}
