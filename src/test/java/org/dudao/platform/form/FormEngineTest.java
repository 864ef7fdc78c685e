package org.dudao.platform.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.spin.json.SpinJsonNode;
import org.camunda.spin.plugin.impl.SpinProcessEnginePlugin;
import org.camunda.spin.plugin.variable.SpinValues;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** The plugin in a real engine on PostgreSQL. */
class FormEngineTest {

    private static final String CLERK = "market-regulation.clerk";
    private static final AtomicInteger ARRIVALS = new AtomicInteger();
    private static final CyclicBarrier BOTH_READ = new CyclicBarrier(2);

    private static EmbeddedPostgres postgres;
    private static ProcessEngine engine;

    @BeforeAll
    static void startEngine() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
        ProcessEngineConfigurationImpl configuration = (ProcessEngineConfigurationImpl)
                ProcessEngineConfiguration.createStandaloneProcessEngineConfiguration();
        configuration.setProcessEngineName("form-engine-test");
        configuration.setDataSource(postgres.getPostgresDatabase());
        configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
        configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
        configuration.setJobExecutorActivate(false);
        configuration.setEnforceHistoryTimeToLive(false);
        configuration.setProcessEnginePlugins(List.of(
                new SpinProcessEnginePlugin(),
                new FormValidationPlugin(
                        new StaticListableBeanFactory().getBeanProvider(FormAttachments.class), event -> {})));
        configuration.setBeans(Map.of(
                "meet",
                        (ExecutionListener) execution -> {
                            if (ARRIVALS.incrementAndGet() <= 2) {
                                BOTH_READ.await(30, TimeUnit.SECONDS);
                            }
                        },
                "ownCode",
                        (JavaDelegate) execution -> engine.getTaskService()
                                .complete((String) execution.getVariable("taskId"), Map.of("note", "由程序办结"))));
        engine = configuration.buildProcessEngine();
        engine.getRepositoryService()
                .createDeployment()
                .addClasspathResource("edge/edge-start.form")
                .addClasspathResource("edge/edge-task.form")
                .addClasspathResource("edge/edge-every-input.form")
                .addModelInstance("edge.bpmn", model())
                .addModelInstance("own-code.bpmn", ownCode())
                .addModelInstance("join.bpmn", join())
                .addModelInstance("lost-form.bpmn", lostForm())
                .deploy();
    }

    private static BpmnModelInstance model() {
        return Bpmn.createExecutableProcess("edge")
                .startEvent()
                .camundaFormRef("edge-start")
                .camundaFormRefBinding("latest")
                .userTask("fill")
                .camundaFormRef("${plan == 'edge-2023' ? 'edge-task' : 'edge-gone'}")
                .camundaFormRefBinding("latest")
                .camundaOutputParameter("note", "${note}")
                .camundaOutputParameter("decision", "${decision}")
                .camundaOutputParameter("measures", "${measures}")
                .boundaryEvent("late")
                .cancelActivity(false)
                .timerWithDuration("P1D")
                .endEvent()
                .moveToActivity("fill")
                .exclusiveGateway("round")
                .condition("again", "${decision == 'again'}")
                .connectTo("fill")
                .moveToNode("round")
                .condition("done", "${decision != 'again'}")
                .userTask("plain")
                .endEvent()
                .done();
    }

    private static BpmnModelInstance ownCode() {
        return Bpmn.createExecutableProcess("own-code")
                .startEvent()
                .serviceTask()
                .camundaDelegateExpression("${ownCode}")
                .endEvent()
                .done();
    }

    private static BpmnModelInstance join() {
        return Bpmn.createExecutableProcess("join")
                .startEvent()
                .parallelGateway("fork")
                .userTask("left")
                .camundaExecutionListenerDelegateExpression("end", "${meet}")
                .parallelGateway("meeting")
                .endEvent()
                .moveToNode("fork")
                .userTask("right")
                .camundaExecutionListenerDelegateExpression("end", "${meet}")
                .connectTo("meeting")
                .done();
    }

    private static BpmnModelInstance lostForm() {
        return Bpmn.createExecutableProcess("lost-form")
                .startEvent()
                .userTask()
                .camundaFormRef("edge-gone")
                .camundaFormRefBinding("latest")
                .endEvent()
                .done();
    }

    @AfterAll
    static void stopEngine() throws IOException {
        engine.close();
        postgres.close();
    }

    @AfterEach
    void cleanUp() {
        engine.getIdentityService().clearAuthentication();
        engine.getRuntimeService().createProcessInstanceQuery().list().forEach(instance -> engine.getRuntimeService()
                .deleteProcessInstance(instance.getId(), "test"));
    }

    @Test
    void keepsAcceptedValuesLocalAndLiftsOnlyWhatTheModelLifts() {
        Task task = startAndGetTask();

        engine.getFormService().submitTaskForm(task.getId(), form("problem", "消防通道堆放杂物", "note", "已通知"));

        Map<String, Object> variables = engine.getRuntimeService().getVariables(task.getProcessInstanceId());
        assertThat(variables)
                .containsEntry("note", "已通知")
                .containsEntry("decision", "done")
                .doesNotContainKey("problem");
        assertThat(((SpinJsonNode) variables.get("measures")).toString()).isEqualTo("[]");
        assertThat(engine.getHistoryService()
                        .createHistoricVariableInstanceQuery()
                        .processInstanceId(task.getProcessInstanceId())
                        .variableName("problem")
                        .singleResult()
                        .getValue())
                .isEqualTo("消防通道堆放杂物");
        assertThat(engine.getHistoryService()
                        .createHistoricDetailQuery()
                        .taskId(task.getId())
                        .formFields()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void letsNoValueOfAnEarlierRoundShowThrough() {
        Task first = startAndGetTask();
        engine.getFormService()
                .submitTaskForm(
                        first.getId(), form("decision", "again", "note", "第一轮的话", "measures", json("[\"stop\"]")));
        Task second = task("fill", first.getProcessInstanceId());

        engine.getFormService().submitTaskForm(second.getId(), form());

        Map<String, Object> variables = engine.getRuntimeService().getVariables(second.getProcessInstanceId());
        assertThat(variables).containsEntry("note", null);
        assertThat(((SpinJsonNode) variables.get("measures")).toString()).isEqualTo("[]");
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of(form("problem", null)),
                Arguments.of(form("problem", "短")),
                Arguments.of(form("problem", "含空字符\u0000的描述")),
                Arguments.of(form("problem", 5)),
                Arguments.of(form("decision", "approve")),
                Arguments.of(form("decision", null)),
                Arguments.of(form("unit", "town-office")),
                Arguments.of(form("plan", "edge-2023")),
                Arguments.of(form("measures", json("[\"stop\",\"stop\"]"))),
                Arguments.of(form("measures", json("not json"))),
                Arguments.of(form(
                        "note", Variables.fileValue("x.html").file(new byte[3]).create())),
                Arguments.of(form(
                        "note",
                        Variables.serializedObjectValue("rO0ABXQAA2FiYw==")
                                .objectTypeName("java.lang.String")
                                .serializationDataFormat("application/x-java-serialized-object")
                                .create())));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesAHostileSubmissionAndChangesNothing(VariableMap submitted) {
        Task task = startAndGetTask();
        Map<String, String> before = state();

        assertThatThrownBy(() -> engine.getFormService().submitTaskForm(task.getId(), submitted))
                .isInstanceOf(FormViolation.class);

        assertThat(state()).isEqualTo(before);
        assertThat(task("fill", task.getProcessInstanceId()).getId()).isEqualTo(task.getId());
    }

    @Test
    void refusesAnEmptySubmission() {
        Task task = startAndGetTask();

        assertThatThrownBy(() -> engine.getFormService().submitTaskForm(task.getId(), null))
                .isInstanceOf(FormViolation.class)
                .hasMessageContaining("“问题描述”还没有填");
    }

    static Stream<Arguments> hostileStarts() {
        return Stream.of(
                Arguments.of(Map.of()),
                Arguments.of(Map.of("plan", "other", "startDate", "2026-09-10")),
                Arguments.of(Map.of("plan", "edge-2023", "startDate", "10.9.2026")),
                Arguments.of(Map.of("plan", "edge-2023", "startDate", "2026-09-10", "extra", "x")));
    }

    @ParameterizedTest
    @MethodSource("hostileStarts")
    void refusesAHostileStartAndStartsNothing(Map<String, Object> submitted) {
        String definition = definition("edge");
        Map<String, String> before = state();

        assertThatThrownBy(() -> engine.getFormService().submitStartForm(definition, submitted))
                .isInstanceOf(FormViolation.class);

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void startsWithWhatTheStartFormCollects() {
        ProcessInstance instance = start();

        assertThat(engine.getRuntimeService().getVariables(instance.getId()))
                .containsExactlyInAnyOrderEntriesOf(
                        new HashMap<>(Map.of("plan", "edge-2023", "startDate", "2026-09-10")));
    }

    static Stream<Arguments> waysAround() {
        return Stream.of(
                way("complete", (e, id) -> e.getTaskService().complete(id, form())),
                way("completeReturning", (e, id) -> e.getTaskService()
                        .completeWithVariablesInReturn(id, form(), false)),
                way("resolve", (e, id) -> e.getTaskService().resolveTask(id, form())),
                way("error", (e, id) -> e.getTaskService().handleBpmnError(id, "any")),
                way("escalation", (e, id) -> e.getTaskService().handleEscalation(id, "any")),
                way("setVariable", (e, id) -> e.getTaskService().setVariable(id, "decision", "done")),
                way("setVariables", (e, id) -> e.getTaskService().setVariables(id, form())),
                way("setVariableLocal", (e, id) -> e.getTaskService().setVariableLocal(id, "decision", "done")),
                way("removeVariable", (e, id) -> e.getTaskService().removeVariable(id, "plan")),
                way("removeVariableLocal", (e, id) -> e.getTaskService().removeVariableLocal(id, "plan")),
                way("start", (e, id) -> e.getRuntimeService().startProcessInstanceByKey("edge")),
                way("startElsewhere", (e, id) -> e.getRuntimeService()
                        .createProcessInstanceByKey("edge")
                        .startBeforeActivity("plain")
                        .execute()));
    }

    private static Arguments way(String name, BiConsumer<ProcessEngine, String> way) {
        return Arguments.argumentSet(name, way);
    }

    @ParameterizedTest
    @MethodSource("waysAround")
    void refusesAUsersWayAroundAForm(BiConsumer<ProcessEngine, String> way) {
        Task task = startAndGetTask();
        Map<String, String> before = state();
        engine.getIdentityService().setAuthenticatedUserId(CLERK);

        assertThatThrownBy(() -> way.accept(engine, task.getId()))
                .isInstanceOfAny(FormViolation.class, BadUserRequestException.class)
                .hasMessageContaining("表单")
                .hasMessageEndingWith("。");

        engine.getIdentityService().clearAuthentication();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void letsOurOwnCodeWorkWithoutAUser() {
        Task task = startAndGetTask();

        engine.getTaskService().setVariable(task.getId(), "decision", "done");
        engine.getTaskService().complete(task.getId(), Map.of("note", "", "measures", ""));

        assertThat(task("plain", task.getProcessInstanceId())).isNotNull();
    }

    @Test
    void letsOurOwnCodeWorkInsideAUsersCommand() {
        Task task = startAndGetTask();
        engine.getTaskService().setVariables(task.getId(), Map.of("decision", "done", "measures", ""));
        engine.getIdentityService().setAuthenticatedUserId(CLERK);

        engine.getRuntimeService().startProcessInstanceByKey("own-code", Map.of("taskId", task.getId()));

        assertThat(task("plain", task.getProcessInstanceId())).isNotNull();
    }

    @Test
    void letsAUserCompleteATaskThatHasNoForm() {
        Task task = startAndGetTask();
        engine.getIdentityService().setAuthenticatedUserId(CLERK);
        engine.getFormService().submitTaskForm(task.getId(), form());
        Task plain = task("plain", task.getProcessInstanceId());

        engine.getTaskService().setVariable(plain.getId(), "remark", "自由填写");
        engine.getTaskService().complete(plain.getId());

        assertThat(engine.getRuntimeService().createProcessInstanceQuery().count())
                .isZero();
    }

    @Test
    void letsADelegatedTaskBeGivenBackThroughItsForm() {
        Task task = startAndGetTask();
        engine.getTaskService().delegateTask(task.getId(), CLERK);
        engine.getIdentityService().setAuthenticatedUserId(CLERK);

        engine.getFormService().submitTaskForm(task.getId(), form());

        assertThat(task("fill", task.getProcessInstanceId())
                        .getDelegationState()
                        .name())
                .isEqualTo("RESOLVED");
    }

    @Test
    void liftsNothingFromATaskThatIsCancelled() {
        Task task = startAndGetTask();

        engine.getRuntimeService().deleteProcessInstance(task.getProcessInstanceId(), "误发起");

        assertThat(engine.getHistoryService()
                        .createHistoricVariableInstanceQuery()
                        .processInstanceId(task.getProcessInstanceId())
                        .variableName("note")
                        .count())
                .isZero();
    }

    @Test
    void failsLoudlyWhenTheFormIsNotDeployed() {
        ProcessInstance instance = engine.getRuntimeService().startProcessInstanceByKey("lost-form");
        String task = engine.getTaskService()
                .createTaskQuery()
                .processInstanceId(instance.getId())
                .singleResult()
                .getId();

        assertThatThrownBy(() -> engine.getFormService().submitTaskForm(task, Map.of()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("edge-gone");
    }

    @Test
    void saysThatATaskIsGoneWhenItsFormIsAskedFor() {
        assertThatThrownBy(() -> engine.getFormService().getDeployedTaskForm("gone"))
                .isInstanceOf(ProcessEngineException.class)
                .hasMessage("Cannot find task");
    }

    @Test
    void repeatsTheOneOfTwoColleaguesWhoLostTheRace() throws Exception {
        ProcessInstance instance = engine.getRuntimeService().startProcessInstanceByKey("join");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> left = threads.submit(() -> complete("left", instance));
            Future<?> right = threads.submit(() -> complete("right", instance));

            assertThatNoException().isThrownBy(() -> {
                left.get(60, TimeUnit.SECONDS);
                right.get(60, TimeUnit.SECONDS);
            });
        } finally {
            threads.shutdownNow();
        }
        assertThat(ARRIVALS.get()).isGreaterThan(2);
        assertThat(engine.getHistoryService()
                        .createHistoricProcessInstanceQuery()
                        .processInstanceId(instance.getId())
                        .completed()
                        .count())
                .isOne();
    }

    private static void complete(String key, ProcessInstance instance) {
        engine.getTaskService().complete(task(key, instance.getId()).getId());
    }

    private static ProcessInstance start() {
        return engine.getFormService()
                .submitStartForm(definition("edge"), Map.of("plan", "edge-2023", "startDate", "2026-09-10"));
    }

    private static Task startAndGetTask() {
        return task("fill", start().getId());
    }

    private static Task task(String key, String instance) {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceId(instance)
                .taskDefinitionKey(key)
                .singleResult();
    }

    private static String definition(String key) {
        return engine.getRepositoryService()
                .createProcessDefinitionQuery()
                .processDefinitionKey(key)
                .latestVersion()
                .singleResult()
                .getId();
    }

    /** @return tasks and variables as they are stored, to see that nothing changed */
    private static Map<String, String> state() {
        Map<String, String> state = new TreeMap<>();
        engine.getTaskService()
                .createTaskQuery()
                .list()
                .forEach(task -> state.put("task " + task.getId(), String.valueOf(task.getDelegationState())));
        engine.getRuntimeService()
                .createVariableInstanceQuery()
                .list()
                .forEach(variable ->
                        state.put(variable.getExecutionId() + " " + variable.getName(), "" + variable.getValue()));
        engine.getHistoryService()
                .createHistoricProcessInstanceQuery()
                .list()
                .forEach(instance -> state.put("instance " + instance.getId(), instance.getState()));
        return state;
    }

    /** A submission that fits edge-task.form, with some values replaced. */
    private static VariableMap form(Object... changes) {
        VariableMap submitted =
                Variables.createVariables().putValue("problem", "消防通道堆放杂物").putValue("decision", "done");
        for (int i = 0; i < changes.length; i += 2) {
            submitted.putValue((String) changes[i], changes[i + 1]);
        }
        return submitted;
    }

    private static Object json(String text) {
        return SpinValues.jsonValue(text).create();
    }
}
