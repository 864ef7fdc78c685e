package org.dudao.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.task.Task;
import org.dudao.platform.ApiProblem;
import org.dudao.platform.form.FormValidationPlugin;
import org.dudao.platform.form.FormViolation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The filters in front of the real engine, its REST API and its webapps, on a real port and database. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = WebEdgeTest.Application.class,
        properties = {
            "spring.config.name=web-edge-test",
            "camunda.bpm.authorization.enabled=true",
            "camunda.bpm.auto-deployment-enabled=false",
            "camunda.bpm.job-execution.enabled=false",
            "camunda.bpm.admin-user.id=admin",
            "camunda.bpm.admin-user.password=admin-pass",
            "logging.pattern.correlation=[%X{reference:-}] "
        })
@ExtendWith(OutputCaptureExtension.class)
class WebEdgeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLERK = "clerk";
    private static final String OTHER = "other";
    private static final String PASSWORD = "a-Pass-of-12";
    private static final String GOOD =
            "{\"variables\":{\"problem\":{\"value\":\"消防通道堆放杂物\"},\"decision\":{\"value\":\"done\"}}}";

    @LocalServerPort
    private int port;

    @Autowired
    private IdentityService identity;

    @Autowired
    private AuthorizationService authorizations;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private FormService forms;

    @Autowired
    private TaskService tasks;

    @Autowired
    private RuntimeService runtime;

    private String task;

    @BeforeEach
    void prepare() {
        if (repository.createProcessDefinitionQuery().count() == 0) {
            repository
                    .createDeployment()
                    .addClasspathResource("edge/edge-start.form")
                    .addClasspathResource("edge/edge-task.form")
                    .addClasspathResource("edge/edge-web.bpmn")
                    .deploy();
            user(CLERK);
            user(OTHER);
            user("forgetful");
            Group group = identity.newGroup("market");
            identity.saveGroup(group);
            identity.createMembership(CLERK, "market");
            grant(
                    Resources.PROCESS_DEFINITION,
                    "edge-web",
                    ProcessDefinitionPermissions.READ,
                    ProcessDefinitionPermissions.CREATE_INSTANCE);
            grant(Resources.PROCESS_INSTANCE, "*", Permissions.CREATE);
            grant(Resources.APPLICATION, "tasklist", Permissions.ACCESS);
        }
        runtime.createProcessInstanceQuery().list().forEach(i -> runtime.deleteProcessInstance(i.getId(), "test"));
        String instance = forms.submitStartForm(definition(), Map.of("plan", "edge-2023", "startDate", "2026-09-10"))
                .getId();
        task = tasks.createTaskQuery()
                .processInstanceId(instance)
                .singleResult()
                .getId();
        Work.runs.set(0);
    }

    private void user(String id) {
        User user = identity.newUser(id);
        user.setPassword(PASSWORD);
        identity.saveUser(user);
    }

    private void grant(Resource resource, String id, Permission... permissions) {
        Authorization grant = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        grant.setUserId(CLERK);
        grant.setResource(resource);
        grant.setResourceId(id);
        grant.setPermissions(permissions);
        authorizations.saveAuthorization(grant);
    }

    private String definition() {
        return repository
                .createProcessDefinitionQuery()
                .processDefinitionKey("edge-web")
                .singleResult()
                .getId();
    }

    // The engine's REST API

    @Test
    void asksForAPasswordBeforeTheEngine() throws Exception {
        HttpResponse<String> answer = send(request("/engine-rest/task").GET());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"default\"");
        assertThat(message(answer)).isEqualTo("请用您的账号和密码登录后再试。");
    }

    @ParameterizedTest
    @ValueSource(strings = {"forgetful:wrong", "nobody:a-Pass-of-12", "forgetful", ":", "forgetful:"})
    void refusesAWrongPassword(String credentials) throws Exception {
        for (String path : List.of("/engine-rest/task", "/api/edge-probe")) {
            HttpResponse<String> answer = send(request(path)
                    .header("Authorization", "Basic " + base64(credentials))
                    .GET());

            assertThat(answer.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void letsSuccessThroughUntouched() throws Exception {
        HttpResponse<String> list = send(as(CLERK, "/engine-rest/task").GET());

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(list.body()).get(0).get("id").asText()).isEqualTo(task);

        assertThat(post(CLERK, submitForm(), GOOD).statusCode()).isEqualTo(204);
        assertThat(Work.runs).hasValue(1);
        assertThat(tasks.createTaskQuery().taskId(task).count()).isZero();
    }

    @Test
    void startsThroughTheForm() throws Exception {
        HttpResponse<String> answer = post(
                CLERK,
                "/engine-rest/process-definition/key/edge-web/submit-form",
                "{\"variables\":{\"plan\":{\"value\":\"edge-2023\"},\"startDate\":{\"value\":\"2026-09-10\"}}}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).get("id").asText()).isNotEmpty();
    }

    @Test
    void saysWhatIsWrongInAForm() throws Exception {
        HttpResponse<String> answer = post(
                CLERK,
                submitForm(),
                "{\"variables\":{\"problem\":{\"value\":\"漏\"},\"decision\":{\"value\":\"done\"}}}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json;charset=UTF-8");
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.get("type").asText()).isEqualTo("RestException");
        assertThat(body.get("message").asText()).isEqualTo("“问题描述”至少写5个字，现在是1个字。");
    }

    @Test
    void saysWhatIsWrongInAStartForm() throws Exception {
        HttpResponse<String> answer =
                post(CLERK, "/engine-rest/process-definition/key/edge-web/submit-form", "{\"variables\":{}}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(message(answer)).isEqualTo("“行动方案”还没有选，请选择一项；“开始日期”还没有填，请选择日期。");
    }

    static Stream<Arguments> waysAround() {
        return Stream.of(
                Arguments.of("POST", "/task/{task}/complete", GOOD),
                Arguments.of("POST", "/task/{task}/resolve", GOOD),
                Arguments.of("POST", "/task/{task}/bpmnError", "{\"errorCode\":\"any\"}"),
                Arguments.of("POST", "/task/{task}/bpmnEscalation", "{\"escalationCode\":\"any\"}"),
                Arguments.of("PUT", "/task/{task}/variables/decision", "{\"value\":\"done\"}"),
                Arguments.of("PUT", "/task/{task}/localVariables/decision", "{\"value\":\"done\"}"),
                Arguments.of(
                        "POST", "/task/{task}/variables", "{\"modifications\":{\"decision\":{\"value\":\"done\"}}}"),
                Arguments.of("DELETE", "/task/{task}/variables/plan", ""),
                Arguments.of("POST", "/process-definition/key/edge-web/start", "{}"));
    }

    @ParameterizedTest
    @MethodSource("waysAround")
    void refusesEveryWayAroundAForm(String method, String path, String body) throws Exception {
        Map<String, Object> before = runtime.getVariables(instance());
        long instances = runtime.createProcessInstanceQuery().count();

        HttpResponse<String> answer = send(as(CLERK, "/engine-rest" + path.replace("{task}", task))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(message(answer)).contains("表单").doesNotContain("Cannot");
        assertThat(runtime.getVariables(instance())).isEqualTo(before);
        assertThat(runtime.createProcessInstanceQuery().count()).isEqualTo(instances);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/task/gone/submit-form",
        "POST,/task/gone/complete",
        "POST,/task/gone/claim",
        "GET,/task/gone",
        "GET,/task/gone/deployed-form",
        "GET,/task/gone/form-variables"
    })
    void saysThatATaskIsGone(String method, String path) throws Exception {
        HttpResponse<String> answer = send(as(CLERK, "/engine-rest" + path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(method.equals("GET") ? "" : "{}")));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(message(answer)).isEqualTo("这项任务已经办结或不存在，请刷新任务列表。");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/process-definition/key/gone/submit-form",
        "POST,/process-definition/gone/submit-form",
        "POST,/process-definition/key/gone/start",
        "POST,/process-definition/gone/start",
        "GET,/process-definition/key/gone",
        "GET,/process-definition/gone"
    })
    void saysThatAProcessIsUnknown(String method, String path) throws Exception {
        HttpResponse<String> answer = send(as("admin", "/engine-rest" + path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(method.equals("GET") ? "" : "{\"variables\":{}}")));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(message(answer)).startsWith("没有找到这个流程");
    }

    @Test
    void saysThatSomethingIsNotAllowed() throws Exception {
        HttpResponse<String> answer = post(OTHER, submitForm(), GOOD);

        assertThat(answer.statusCode()).isEqualTo(403);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.get("type").asText()).isEqualTo("AuthorizationException");
        assertThat(body.get("message").asText()).isEqualTo("您没有办理此事项的权限。如果应当由您办理，请联系管理员。");
        assertThat(tasks.createTaskQuery().taskId(task).count()).isOne();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("{\"variables\":", "提交的内容不是有效的JSON，请检查格式后重新提交。"),
                Arguments.of("[]", "提交的内容不是有效的JSON，请检查格式后重新提交。"),
                Arguments.of("{\"variables\":{\"problem\":\"x\"}}", "提交的内容不是有效的JSON，请检查格式后重新提交。"),
                Arguments.of(
                        "{\"variables\":{\"problem\":{\"value\":\"x\",\"type\":\"Magic\"}}}",
                        "提交的内容里有一项类型不对，请打开表单重新填写后提交。"),
                Arguments.of(
                        "{\"variables\":{\"problem\":{\"value\":\"x\",\"type\":\"Integer\"}}}",
                        "提交的内容里有一项类型不对，请打开表单重新填写后提交。"),
                Arguments.of(
                        "{\"variables\":{\"note\":{\"value\":{\"a\":1}},\"problem\":{\"value\":\"消防通道堆放杂物\"},"
                                + "\"decision\":{\"value\":\"done\"}}}",
                        "“备注”的内容类型不对，请打开表单重新填写。"),
                Arguments.of(
                        "{\"variables\":{\"note\":{\"value\":\"rO0ABXQAA2FiYw==\",\"type\":\"Object\",\"valueInfo\":"
                                + "{\"objectTypeName\":\"java.lang.String\","
                                + "\"serializationDataFormat\":\"application/x-java-serialized-object\"}},"
                                + "\"problem\":{\"value\":\"消防通道堆放杂物\"},\"decision\":{\"value\":\"done\"}}}",
                        "“备注”的内容类型不对，请打开表单重新填写。"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesMalformedBodies(String body, String message) throws Exception {
        HttpResponse<String> answer = post(CLERK, submitForm(), body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(message(answer)).isEqualTo(message);
        assertThat(tasks.createTaskQuery().taskId(task).count()).isOne();
    }

    @Test
    void refusesAnotherContentType() throws Exception {
        HttpResponse<String> answer = send(
                as(CLERK, submitForm()).header("Content-Type", "text/plain").POST(BodyPublishers.ofString(GOOD)));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(message(answer)).isEqualTo("数据格式不对，请用JSON格式提交。");
    }

    static Stream<BodyPublisher> tooLarge() {
        byte[] body = ("{\"variables\":{\"note\":{\"value\":\"" + "x".repeat(1_100_000) + "\"}}}")
                .getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                BodyPublishers.ofByteArray(body), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void refusesABodyOfMoreThanAMegabyteAnnouncedOrStreamed(BodyPublisher body) throws Exception {
        HttpResponse<String> answer = send(as(CLERK, submitForm())
                .header("Content-Type", "application/json")
                .POST(body));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(JSON.readTree(answer.body()).get("type").asText()).isEqualTo("PayloadTooLarge");
        assertThat(message(answer)).startsWith("提交的内容超过1兆");
    }

    @Test
    void tellsOfAFailureOnlyAReferenceThatTheLogHasToo(CapturedOutput output) throws Exception {
        HttpResponse<String> answer = post(CLERK, submitForm(), good("fail"));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .doesNotContain("secret")
                .doesNotContain("detail")
                .doesNotContain("Cannot");
        Matcher reference = Pattern.compile("编号([2-9A-Z]{6})告诉管理员").matcher(message(answer));
        assertThat(reference.find()).isTrue();
        assertThat(output.getAll().lines())
                .anyMatch(line -> line.contains("[" + reference.group(1) + "]") && line.contains("RestException"));
        assertThat(output).contains("java.lang.UnsupportedOperationException: secret");
        assertThat(tasks.createTaskQuery().taskId(task).count()).isOne();
    }

    @Test
    void passesOnWhatTheDomainRefuses() throws Exception {
        HttpResponse<String> answer = post(CLERK, submitForm(), good("refuse"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(message(answer)).isEqualTo("不能复查自己整改的隐患，请交给别的单位。");
    }

    @Test
    void saysThatSomebodyElseWasFasterWhenRepeatingDidNotHelp() throws Exception {
        HttpResponse<String> answer = post(CLERK, submitForm(), good("race"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(message(answer)).startsWith("刚才有别人同时在办同一件事");
        assertThat(Work.runs).hasValue(5);
    }

    // The webapps

    @Test
    void translatesInTheWebappsToo() throws Exception {
        Session session = new Session();
        session.login(CLERK);

        HttpResponse<String> answer =
                session.post("/camunda/api/engine/engine/default/task/" + task + "/submit-form", "{\"variables\":{}}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(message(answer)).isEqualTo("“问题描述”还没有填，请填写；“处理意见”还没有选，请选择一项。");

        assertThat(session.post("/camunda/api/engine/engine/default/task/" + task + "/submit-form", GOOD)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void saysAtTheLoginThatThePasswordIsWrong() throws Exception {
        HttpResponse<String> answer = new Session().tryLogin("forgetful", "wrong");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(message(answer)).startsWith("账号或密码不对");
    }

    @Test
    void saysThatTheSessionIsOverWhenTheWebappsRefuseATokenlessRequest() throws Exception {
        Session session = new Session();
        session.login(CLERK);

        HttpResponse<String> answer =
                session.send(session.request("/camunda/api/engine/engine/default/task/" + task + "/submit-form")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(GOOD)));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(message(answer)).startsWith("页面停留太久");
    }

    // Our own API

    @Test
    void actsForTheUserWithTheGroups() throws Exception {
        HttpResponse<String> answer = send(as(CLERK, "/api/edge-probe").GET());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"groups\":[\"market\"],\"user\":\"clerk\"}");
        assertThat(post(CLERK, "/api/edge-probe", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void opensNoPasswordWindowOverAPage() throws Exception {
        HttpResponse<String> plain = send(request("/api/edge-probe").GET());
        HttpResponse<String> script = send(request("/api/edge-probe")
                .header("X-Requested-With", "XMLHttpRequest")
                .GET());
        HttpResponse<String> fetch =
                send(request("/api/edge-probe").header("Sec-Fetch-Mode", "cors").GET());

        assertThat(List.of(plain, script, fetch)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo("{\"message\":\"请用您的账号和密码登录后再试。\"}");
        });
        assertThat(plain.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(script.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(fetch.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void refusesWhatAnotherSiteMakesABrowserSend() throws Exception {
        HttpResponse<String> answer = send(as(CLERK, "/api/edge-probe")
                .header("Sec-Fetch-Site", "cross-site")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void takesTheSessionOfTheWebapps() throws Exception {
        Session session = new Session();
        session.login(CLERK);

        assertThat(session.get("/api/edge-probe").body()).contains("\"user\":\"clerk\"");
        assertThat(session.post("/api/edge-probe", "{}").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456789ABCDEF0123456789ABCDEF"})
    void refusesAChangeWithoutTheTokenAndKeepsTheSession(String token) throws Exception {
        Session session = new Session();
        session.login(CLERK);

        HttpResponse<String> answer = session.send(session.request("/api/edge-probe")
                .header("X-XSRF-TOKEN", token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(message(answer)).isEqualTo("请求没有通过安全校验，内容没有保存。请刷新页面后重新提交。");
        assertThat(session.get("/api/edge-probe").statusCode()).isEqualTo(200);
    }

    @Test
    void knowsNoSessionOfAUserWhoIsGone() throws Exception {
        user("leaver");
        Authorization grant = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        grant.setUserId("leaver");
        grant.setResource(Resources.APPLICATION);
        grant.setResourceId("tasklist");
        grant.addPermission(Permissions.ACCESS);
        authorizations.saveAuthorization(grant);
        Session session = new Session();
        session.login("leaver");
        assertThat(session.get("/api/edge-probe").statusCode()).isEqualTo(200);

        identity.deleteUser("leaver");

        assertThat(session.get("/api/edge-probe").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "problem,403,只有督导组可以看。",
        "argument,400,日期不对，请改正。",
        "gone,404,没有找到您要的内容，可能已经办结或被删除。请刷新页面。",
        "permission,403,您没有办理此事项的权限。如果应当由您办理，请联系管理员。",
        "form,400,“位置”还没有填，请填写。",
        "table,409,刚才有别人同时在办同一件事，您的内容没有保存。请刷新页面，看过最新情况后再提交。",
        "race,409,刚才有别人同时在办同一件事，您的内容没有保存。请刷新页面，看过最新情况后再提交。"
    })
    void answersItsProblemsInChinese(String kind, int status, String message) throws Exception {
        HttpResponse<String> answer =
                send(as(CLERK, "/api/edge-probe/fail/" + kind).GET());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(JSON.writeValueAsString(Map.of("message", message)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bug", "illegal"})
    void tellsNothingOfItsOwnFaults(String kind, CapturedOutput output) throws Exception {
        HttpResponse<String> answer =
                send(as(CLERK, "/api/edge-probe/fail/" + kind).GET());

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("secret");
        String reference = JSON.readTree(answer.body()).get("reference").asText();
        assertThat(message(answer)).contains("编号" + reference);
        assertThat(output.getAll().lines()).anyMatch(line -> line.contains(reference + " failed"));
        assertThat(output).contains("Exception: secret");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/nowhere,404,没有找到您要的内容",
        "DELETE,/api/edge-probe,405,这个地址不支持这种操作",
        "GET,/api/edge-probe/number?value=x,400,参数“value”的格式不对",
        "GET,/api/edge-probe/number,400,缺少参数“value”",
        "POST,/api/edge-probe/body,400,提交的内容有误"
    })
    void answersWhatSpringRefusesInChinese(String method, String path, int status, String start) throws Exception {
        HttpResponse<String> answer = send(as(CLERK, path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(method.equals("POST") ? "{" : "")));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(message(answer)).startsWith(start);
    }

    private String submitForm() {
        return "/engine-rest/task/" + task + "/submit-form";
    }

    private String instance() {
        Task found = tasks.createTaskQuery().taskId(task).singleResult();
        return found.getProcessInstanceId();
    }

    private static String good(String note) {
        return GOOD.replace("\"decision\"", "\"note\":{\"value\":\"" + note + "\"},\"decision\"");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private HttpRequest.Builder as(String user, String path) {
        String password = user.equals("admin") ? "admin-pass" : PASSWORD;
        return request(path).header("Authorization", "Basic " + base64(user + ":" + password));
    }

    private HttpResponse<String> post(String user, String path, String body) throws Exception {
        return send(as(user, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static String message(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).get("message").asText();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A browser's session with the webapps. */
    private final class Session {
        private final CookieManager cookies = new CookieManager();
        private final HttpClient client =
                HttpClient.newBuilder().cookieHandler(cookies).build();

        void login(String user) throws Exception {
            assertThat(tryLogin(user, PASSWORD).statusCode()).isEqualTo(200);
            get("/camunda/api/engine/engine");
        }

        HttpResponse<String> tryLogin(String user, String password) throws Exception {
            get("/camunda/app/tasklist/default/");
            return send(request("/camunda/api/admin/auth/user/default/login/tasklist")
                    .header("X-XSRF-TOKEN", token())
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("username=" + user + "&password=" + password)));
        }

        HttpRequest.Builder request(String path) {
            return WebEdgeTest.this.request(path);
        }

        HttpResponse<String> get(String path) throws Exception {
            return send(request(path).GET());
        }

        HttpResponse<String> post(String path, String body) throws Exception {
            return send(request(path)
                    .header("X-XSRF-TOKEN", token())
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body)));
        }

        HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
            return client.send(request.build(), BodyHandlers.ofString());
        }

        private String token() {
            return cookies.getCookieStore().getCookies().stream()
                    .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                    .map(HttpCookie::getValue)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = FlywayAutoConfiguration.class)
    @Import({WebEdgeConfiguration.class, FormValidationPlugin.class, Probe.class})
    static class Application {

        @Bean(destroyMethod = "close")
        EmbeddedPostgres postgres() throws IOException {
            return EmbeddedPostgres.builder().start();
        }

        @Bean
        DataSource dataSource(EmbeddedPostgres postgres) {
            return postgres.getPostgresDatabase();
        }

        @Bean
        Work edgeWork() {
            return new Work();
        }
    }

    /** What the process of this test does after its form. */
    public static class Work {
        static final AtomicInteger runs = new AtomicInteger();

        public void run(String note) {
            runs.incrementAndGet();
            if ("fail".equals(note)) {
                throw new UnsupportedOperationException("secret jdbc:postgresql://db/dudao");
            } else if ("refuse".equals(note)) {
                throw new IllegalStateException("不能复查自己整改的隐患，请交给别的单位。");
            } else if ("race".equals(note)) {
                throw new OptimisticLockingException("lost");
            }
        }
    }

    @RestController
    static class Probe {

        private final IdentityService identity;

        Probe(IdentityService identity) {
            this.identity = identity;
        }

        @GetMapping("/api/edge-probe")
        Map<String, Object> read() {
            return new TreeMap<>(Map.of(
                    "user", identity.getCurrentAuthentication().getUserId(),
                    "groups", identity.getCurrentAuthentication().getGroupIds()));
        }

        @PostMapping("/api/edge-probe")
        Map<String, Object> change() {
            return read();
        }

        @PostMapping("/api/edge-probe/body")
        Map<String, Object> body(@RequestBody Map<String, Object> body) {
            return body;
        }

        @GetMapping("/api/edge-probe/number")
        int number(@RequestParam int value) {
            return value;
        }

        @GetMapping("/api/edge-probe/fail/{kind}")
        String fail(@PathVariable String kind) {
            throw switch (kind) {
                case "problem" -> ApiProblem.forbidden("只有督导组可以看。");
                case "argument" -> new IllegalArgumentException("日期不对，请改正。");
                case "gone" -> new NoSuchElementException("nothing");
                case "permission" -> new AuthorizationException("no");
                case "form" -> new FormViolation(List.of("“位置”还没有填，请填写"));
                case "race" -> new OptimisticLockingException("lost");
                case "table" -> new OptimisticLockingFailureException("lost");
                case "illegal" -> new IllegalStateException("secret");
                default -> new UnsupportedOperationException("secret");
            };
        }
    }
}
