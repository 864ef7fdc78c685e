package org.dudao.platform.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.spin.Spin;
import org.camunda.spin.plugin.variable.SpinValues;
import org.camunda.spin.plugin.variable.value.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormValidatorTest {

    /** Half past midnight of 1 December in Shanghai, still 30 November in UTC. */
    private static final Instant NOW = Instant.parse("2026-11-30T16:30:00Z");

    private static final Map<String, Object> VARIABLES = Map.of(
            "posts", Spin.JSON("[{\"label\":\"总务处\",\"value\":\"affairs\"},{\"label\":\"食堂\",\"value\":\"canteen\"}]"),
            "extraUnit", "school-02",
            "shown", "第一小学");

    private static final FormValidator VALIDATOR = new FormValidator(InstantSource.fixed(NOW));
    private static final FormSchema SCHEMA = FormSchema.parse(resource("edge/edge-every-input.form"));

    @Test
    void takesEveryKindOfInputAsTasklistSendsIt() {
        VariableMap accepted = accept(Map.ofEntries(
                Map.entry("problem", "消防通道堆放杂物\r\n走不通"),
                Map.entry("place", "一楼东侧"),
                Map.entry("code", "A12"),
                Map.entry("count", 3),
                Map.entry("area", 2.25),
                Map.entry("grade", "major"),
                Map.entry("post", "canteen"),
                Map.entry("unit", "school-02"),
                Map.entry("confirmed", true),
                Map.entry("fixed", false),
                Map.entry("measures", json("[\"fence\",\"stop\"]")),
                Map.entry("helpers", Spin.JSON("[\"police\"]")),
                Map.entry("due", "2026-12-01"),
                Map.entry("time", "08:30"),
                Map.entry("moment", "2026-11-30T08:30+08:00"),
                Map.entry("shown", "另一所学校"),
                Map.entry("reason", "可能伤人"),
                Map.entry("phone", "12345")));

        assertThat(accepted)
                .containsEntry("problem", "消防通道堆放杂物\n走不通")
                .containsEntry("count", 3)
                .containsEntry("area", 2.25)
                .containsEntry("grade", "major")
                .containsEntry("post", "canteen")
                .containsEntry("unit", "school-02")
                .containsEntry("confirmed", true)
                .containsEntry("fixed", false)
                .containsEntry("due", "2026-12-01")
                .containsEntry("time", "08:30")
                .containsEntry("moment", "2026-11-30T08:30+08:00")
                .containsEntry("reason", "可能伤人")
                .containsEntry("phone", "12345")
                .doesNotContainKey("shown");
        assertThat(accepted.<JsonValue>getValueTyped("measures").getValue().toString())
                .isEqualTo("[\"fence\",\"stop\"]");
        assertThat(accepted.<JsonValue>getValueTyped("helpers").getValue().toString())
                .isEqualTo("[\"police\"]");
    }

    @Test
    void givesAnEmptyValueToWhatIsHiddenOrNotFilledIn() {
        VariableMap accepted = accept(Map.of("reason", "不该填的", "phone", "不该填的", "place", "  \u3000 "));

        assertThat(accepted.keySet()).containsExactlyInAnyOrderElementsOf(SCHEMA.keys());
        assertThat(accepted)
                .containsEntry("place", null)
                .containsEntry("count", null)
                .containsEntry("post", null)
                .containsEntry("due", null)
                .containsEntry("reason", null)
                .containsEntry("phone", null)
                .containsEntry("fixed", false);
        assertThat(accepted.<JsonValue>getValueTyped("measures").getValue().toString())
                .isEqualTo("[]");
    }

    @Test
    void hidesWhatHangsOnAnEmptyInput() {
        VariableMap accepted = accept(Map.of("grade", "general", "phone", "值守电话写得太长了，一定放不下去"));

        assertThat(accepted).containsEntry("phone", null);
    }

    @Test
    void demandsWhatASelectedOptionMakesVisible() {
        assertThat(refusal(Map.of("grade", "major"))).isEqualTo("“认定理由”还没有填，请填写。");
    }

    @Test
    void namesEveryProblemOnce() {
        FormViolation violation = catchThrowableOfType(
                FormViolation.class, () -> VALIDATOR.validate(SCHEMA, Map.of("problem", "漏"), VARIABLES::get));

        assertThat(violation.problems())
                .containsExactly("“问题描述”至少写5个字，现在是1个字", "“等级”还没有选，请选择一项", "“我已到现场看过”需要打勾确认，请打勾后再提交");
        assertThat(violation).hasMessage(String.join("；", violation.problems()) + "。");
    }

    @Test
    void shortensALongListOfProblems() {
        Map<String, Object> unknown = new HashMap<>();
        for (int i = 0; i < 9; i++) {
            unknown.put("x" + i, "");
        }

        assertThat(refusal(unknown)).contains("“x4”").doesNotContain("“x5”").endsWith("另有4处要改。");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("problem", "", "“问题描述”还没有填，请填写。"),
                Arguments.of("problem", " \n\t\u00a0\u3000", "“问题描述”还没有填，请填写。"),
                Arguments.of("problem", null, "“问题描述”还没有填，请填写。"),
                Arguments.of("problem", "   漏水     ", "“问题描述”至少写5个字，现在是2个字。"),
                Arguments.of("problem", "漏".repeat(51), "“问题描述”最多写50个字，现在是51个字，请写短一些。"),
                Arguments.of("problem", "消防通道" + " ".repeat(4000) + "堵", "“问题描述”最多写50个字，现在是4005个字，请写短一些。"),
                Arguments.of("problem", "消防通道堵了" + " ".repeat(4000), "“问题描述”最多写4000个字（空格也算），现在是4006个字，请写短一些。"),
                Arguments.of("problem", 12345, "“问题描述”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("problem", true, "“问题描述”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("problem", Map.of("a", 1), "“问题描述”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("problem", json("\"消防通道堵了\""), "“问题描述”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("problem", new byte[] {1}, "“问题描述”的内容类型不对，请打开表单重新填写。"),
                Arguments.of(
                        "problem",
                        Variables.byteArrayValue("消防通道堵了".getBytes(StandardCharsets.UTF_8)),
                        "“问题描述”的内容类型不对，请打开表单重新填写。"),
                Arguments.of(
                        "problem",
                        Variables.fileValue("a.txt").file(new byte[] {1}).create(),
                        "“问题描述”的内容类型不对，请打开表单重新填写。"),
                Arguments.of(
                        "problem",
                        Variables.serializedObjectValue("rO0ABXQAA2FiYw==")
                                .objectTypeName("java.lang.String")
                                .serializationDataFormat("application/x-java-serialized-object")
                                .create(),
                        "“问题描述”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("problem", Variables.dateValue(Date.from(NOW)), "“问题描述”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("place", "一楼\u0000东侧", "“具体位置”里有不能保存的特殊字符，请删掉这些字符后再提交。"),
                Arguments.of("place", "\u001f", "“具体位置”里有不能保存的特殊字符，请删掉这些字符后再提交。"),
                Arguments.of("place", "一楼\u001b[31m", "“具体位置”里有不能保存的特殊字符，请删掉这些字符后再提交。"),
                Arguments.of("place", "一楼\u0085", "“具体位置”里有不能保存的特殊字符，请删掉这些字符后再提交。"),
                Arguments.of("place", "一楼\ud83d", "“具体位置”里有不能保存的特殊字符，请删掉这些字符后再提交。"),
                Arguments.of("code", "a1", "“编号”的格式不对，请按这一项下面的说明填写。"),
                Arguments.of("count", "3", "“数量”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("count", 0, "“数量”不能小于1，请改正。"),
                Arguments.of("count", 501L, "“数量”不能大于500，请改正。"),
                Arguments.of("count", 1.5, "“数量”要填整数，请去掉小数。"),
                Arguments.of("count", Double.NaN, "“数量”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("count", Double.POSITIVE_INFINITY, "“数量”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("area", 1.005, "“面积”最多保留2位小数，请改正。"),
                Arguments.of("area", 1e300, "“面积”的数字太大，请检查后重新填写。"),
                Arguments.of("area", new BigInteger("1"), "“面积”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("grade", "", "“等级”还没有选，请选择一项。"),
                Arguments.of("grade", "huge", "“等级”选的内容不在可选范围内，请重新选择。"),
                Arguments.of("grade", "一般", "“等级”选的内容不在可选范围内，请重新选择。"),
                Arguments.of("grade", 1, "“等级”选的内容不在可选范围内，请重新选择；“认定理由”还没有填，请填写。"),
                Arguments.of("grade", List.of("general"), "“等级”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("post", "principal", "“责任岗位”选的内容不在可选范围内，请重新选择。"),
                Arguments.of("unit", "school-03", "“单位”选的内容不在可选范围内，请重新选择。"),
                Arguments.of("confirmed", false, "“我已到现场看过”需要打勾确认，请打勾后再提交。"),
                Arguments.of("confirmed", null, "“我已到现场看过”需要打勾确认，请打勾后再提交。"),
                Arguments.of("confirmed", "true", "“我已到现场看过”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("fixed", 1, "“当场改好”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("fixed", "", "“当场改好”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("measures", json("[\"burn\"]"), "“已采取的措施”选的内容不在可选范围内，请重新选择。"),
                Arguments.of("measures", json("[\"stop\",\"stop\"]"), "“已采取的措施”里有一项选了两次，请重新选择。"),
                Arguments.of("measures", json("{\"0\":\"stop\"}"), "“已采取的措施”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("measures", json("[[\"stop\"]]"), "“已采取的措施”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("measures", json("[\"stop\"] x"), "“已采取的措施”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("measures", json("[\"stop\""), "“已采取的措施”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("measures", json("[".repeat(5000)), "“已采取的措施”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("measures", "stop", "“已采取的措施”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("measures", List.of(Map.of()), "“已采取的措施”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("helpers", json("[\"police\",null]"), "“配合单位”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("due", "2026-11-30", "“整改期限”不能早于今天（2026-12-01），请重新选择。"),
                Arguments.of("due", "2027-02-29", "“整改期限”不是有效的日期，请重新选择，例如2026-11-30。"),
                Arguments.of("due", "2027-2-9", "“整改期限”不是有效的日期，请重新选择，例如2026-11-30。"),
                Arguments.of("due", "明天", "“整改期限”不是有效的日期，请重新选择，例如2026-11-30。"),
                Arguments.of("due", "2100-01-01", "“整改期限”的年份不对，请选择2000年到2099年之间的日期。"),
                Arguments.of("due", "1999-12-31", "“整改期限”的年份不对，请选择2000年到2099年之间的日期。"),
                Arguments.of("due", 20261130, "“整改期限”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("time", "24:00", "“检查时间”不是有效的时间，请按“08:30”这样填写。"),
                Arguments.of("moment", "2026-11-30", "“发现时间”不是有效的日期和时间，请重新选择日期和时间。"),
                Arguments.of("moment", "2026-02-30T08:00", "“发现时间”不是有效的日期，请重新选择，例如2026-11-30。"),
                Arguments.of("reason", new byte[] {1}, "“认定理由”的内容类型不对，请打开表单重新填写。"),
                Arguments.of("initiator", "admin", "表单里没有“initiator”这一项，请刷新页面后重新填写。"),
                Arguments.of("posts", json("[\"x\"]"), "表单里没有“posts”这一项，请刷新页面后重新填写。"),
                Arguments.of("坏\u0000\u202e名", 1, "表单里没有“坏名”这一项，请刷新页面后重新填写。"),
                Arguments.of("", 1, "表单里没有“”这一项，请刷新页面后重新填写。"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesAndSaysWhatToDo(String key, Object value, String message) {
        Map<String, Object> one = new HashMap<>();
        one.put(key, value);

        assertThat(refusal(one)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A1", "Z999"})
    void takesWhatThePatternAllows(String code) {
        assertThat(accept(Map.of("code", code))).containsEntry("code", code);
    }

    @Test
    void offersNothingToChooseWhenTheVariableIsMissing() {
        Map<String, Object> submitted = complete(Map.of("post", "affairs"));

        FormViolation violation =
                catchThrowableOfType(FormViolation.class, () -> VALIDATOR.validate(SCHEMA, submitted, name -> null));

        assertThat(violation).hasMessage("“责任岗位”选的内容不在可选范围内，请重新选择。");
    }

    @Test
    void doesNotLetASubmissionBringItsOwnOptions() {
        VariableMap typed = Variables.fromMap(complete(Map.of("post", "boss", "posts", List.of("boss"))));

        assertThat(catchThrowableOfType(FormViolation.class, () -> VALIDATOR.validate(SCHEMA, typed, VARIABLES::get)))
                .hasMessageContaining("“责任岗位”选的内容不在可选范围内")
                .hasMessageContaining("表单里没有“posts”这一项");
    }

    @Test
    void takesWholeNumbersAsSuchEvenWhenSentWithAPoint() {
        assertThat(accept(Map.of("count", 3.0))).containsEntry("count", 3);
    }

    private VariableMap accept(Map<String, Object> some) {
        return VALIDATOR.validate(SCHEMA, complete(some), VARIABLES::get);
    }

    private String refusal(Map<String, Object> some) {
        Function<String, Object> variables = VARIABLES::get;
        FormViolation violation =
                catchThrowableOfType(FormViolation.class, () -> VALIDATOR.validate(SCHEMA, complete(some), variables));
        return violation.getMessage();
    }

    private static Map<String, Object> complete(Map<String, Object> some) {
        Map<String, Object> submitted = new HashMap<>();
        submitted.put("problem", "消防通道堆放杂物");
        submitted.put("grade", "general");
        submitted.put("confirmed", true);
        submitted.putAll(some);
        return submitted;
    }

    private static JsonValue json(String text) {
        return SpinValues.jsonValue(text).create();
    }

    private static String resource(String name) {
        try (InputStream in = FormValidatorTest.class.getClassLoader().getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
