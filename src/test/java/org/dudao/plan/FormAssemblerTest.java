package org.dudao.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormAssemblerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Plan SMALL = SmallPlan.plan();
    private static final Plan HEKOU = new PlanReader().read(Path.of("plans/hekou-2023.yaml"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        plans       | small-2024=小镇专项行动（小办〔2024〕1号）
        schools     | school-01=第一小学, school-02=第二小学
        areas       | A01=A01 消防安全, A02=A02 食品安全
        units       | office=办公室, task-force=专班, supervisors=督导组, leaders=领导, fire=消防站, village-01=第一村
        departments | fire=消防站, village-01=第一村
        everybody   | office=办公室, task-force=专班, supervisors=督导组, leaders=领导, fire=消防站, village-01=第一村, school-01=第一小学, school-02=第二小学
        responsible | fire=消防站, village-01=第一村, school-01=第一小学, school-02=第二小学
        """)
    void fillsTheChoicesOfHandMadeForms(String options, String expected) throws JsonProcessingException {
        String form = form("""
            {"type": "group", "id": "g", "components": [
              {"type": "select", "id": "s", "key": "s", "valuesKey": "old", "values": [{"label": "x", "value": "y"}],
               "properties": {"options": "%s"}}]}
            """.formatted(options));

        Map<String, String> assembled = FormAssembler.assemble(List.of(SMALL), Map.of("report.form", form));

        JsonNode select = JSON.readTree(assembled.get("report.form")).at("/components/0/components/0");
        assertThat(choices(select)).isEqualTo(expected);
        assertThat(select.has("valuesKey")).as("static choices only").isFalse();
    }

    @Test
    void offersWhatSeveralPlansShareOnceAndShowsAllItsNames() throws JsonProcessingException {
        String form = form("{\"type\": \"select\", \"id\": \"s\", \"properties\": {\"options\": \"areas\"}}");

        Map<String, String> assembled = FormAssembler.assemble(List.of(SMALL, HEKOU), Map.of("report.form", form));

        JsonNode values = JSON.readTree(assembled.get("report.form")).at("/components/0/values");
        assertThat(values).hasSize(14);
        assertThat(values.at("/0/label").asText()).isEqualTo("A01 消防安全 / A01 学生身心健康");
        assertThat(values.at("/4/label").asText()).isEqualTo("A05 消防安全");
    }

    @Test
    void leavesOtherFormsAsTheyAre() throws JsonProcessingException {
        String form = form("{\"type\": \"textfield\", \"id\": \"t\", \"key\": \"t\", \"label\": \"${item.text}\"}");

        Map<String, String> assembled = FormAssembler.assemble(List.of(SMALL), Map.of("other.form", form));

        assertThat(assembled).containsOnlyKeys("other.form");
        assertThat(JSON.readTree(assembled.get("other.form"))).isEqualTo(JSON.readTree(form));
    }

    @Test
    void makesOneInspectionFormPerPlanAndAreaInPlaceOfTheTemplate() throws IOException {
        Map<String, String> assembled = FormAssembler.assemble(List.of(SMALL, HEKOU), template());

        assertThat(assembled)
                .hasSize(16)
                .containsKeys("inspection-small-2024-A02.form", "inspection-hekou-2023-A14.form")
                .doesNotContainKey("inspection.form");
        for (Map.Entry<String, String> form : assembled.entrySet()) {
            JsonNode json = JSON.readTree(form.getValue());
            assertThat(json.path("id").asText() + ".form").isEqualTo(form.getKey());
            assertThat(json.path("schemaVersion").asInt()).isEqualTo(16);
            assertThat(json.path("executionPlatform").asText()).isEqualTo("Camunda Platform");
            assertThat(json.path("executionPlatformVersion").asText()).isEqualTo("7.24.0");
            assertThat(form.getValue()).as("nothing is left to be replaced").doesNotContain("${");
            assertThat(components(json).stream()
                            .map(component -> component.path("id").asText()))
                    .as("component ids of %s", form.getKey())
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id.matches("[A-Za-z][A-Za-z0-9_]*"));
            assertThat(keys(json)).doesNotHaveDuplicates();
        }
    }

    @Test
    void framesTheItemsWithABriefingAHintAndWhoInspected() throws IOException {
        JsonNode form = smallForm("A01");

        assertThat(form.at("/components/0/type").asText()).isEqualTo("text");
        assertThat(form.at("/components/0/text").asText()).isEqualTo("{{briefing}}");
        assertThat(form.at("/components/1/text").asText()).contains("逐项");
        assertThat(keys(form))
                .containsExactly(
                        "A01_01_result",
                        "A01_01_place",
                        "A01_01_description",
                        "A01_01_severity",
                        "A01_01_crime",
                        "A01_01_fixed",
                        "A01_01_measures",
                        "A01_02_result",
                        "A01_02_place",
                        "A01_02_description",
                        "A01_02_severity",
                        "A01_02_crime",
                        "A01_02_fixed",
                        "A01_02_measures",
                        "inspectors",
                        "remark");
        assertThat(field(form, "inspectors").path("validate"))
                .isEqualTo(JSON.readTree("{\"required\": true, \"maxLength\": 100}"));
        assertThat(field(form, "remark").path("validate")).isEqualTo(JSON.readTree("{\"maxLength\": 500}"));
    }

    @Test
    void asksForTheResultOfEveryItemAndForTheHazardWhereThereIsOne() throws IOException {
        JsonNode form = smallForm("A01");

        JsonNode result = field(form, "A01_01_result");
        assertThat(form.at("/components/2/label").asText()).isEqualTo("检查项 A01-01");
        assertThat(form.at("/components/2/components/0/text").asText()).isEqualTo("**通道要畅通**");
        assertThat(result.path("description").asText()).isEqualTo("走一遍");
        assertThat(choices(result)).isEqualTo("ok=合格, hazard=存在隐患, na=不适用");
        assertThat(result.at("/validate/required").asBoolean()).isTrue();
        assertThat(result.has("conditional")).isFalse();

        assertField(form, "place", "textfield", "{\"required\": true, \"maxLength\": 100}");
        assertField(form, "description", "textarea", "{\"required\": true, \"minLength\": 5, \"maxLength\": 500}");
        assertField(form, "severity", "select", "{\"required\": true}");
        assertField(form, "crime", "checkbox", null);
        assertThat(field(form, "A01_01_fixed").at("/conditional/hide").asText())
                .as("nobody puts a crime right on the spot")
                .isEqualTo("=A01_01_result != \"hazard\" or A01_01_crime = true");
        assertThat(choices(field(form, "A01_01_severity"))).isEqualTo("general=一般, serious=较大, major=重大");
        assertThat(field(form, "A01_01_severity").path("description").asText()).contains("一般：", "较大：", "重大：");
        JsonNode measures = field(form, "A01_01_measures");
        assertThat(measures.path("validate")).isEqualTo(JSON.readTree("{\"required\": true, \"maxLength\": 500}"));
        assertThat(measures.at("/conditional/hide").asText())
                .isEqualTo("=A01_01_result != \"hazard\" or A01_01_fixed != true or A01_01_crime = true");
    }

    private static void assertField(JsonNode form, String name, String type, String validate)
            throws JsonProcessingException {
        JsonNode field = field(form, "A01_01_" + name);
        assertThat(field.path("type").asText()).isEqualTo(type);
        assertThat(field.at("/conditional/hide").asText()).isEqualTo("=A01_01_result != \"hazard\"");
        assertThat(field.get("validate")).isEqualTo(validate == null ? null : JSON.readTree(validate));
    }

    @Test
    void hidesAWholeItemFromSchoolsWithoutItsProfile() throws IOException {
        JsonNode form = smallForm("A01");

        assertThat(form.at("/components/2").has("conditional"))
                .as("asked of all")
                .isFalse();
        assertThat(form.at("/components/3/conditional/hide").asText())
                .isEqualTo("=(list contains(profile, \"canteen\") or list contains(profile, \"boarding\")) = false");
        assertThat(form.at("/components/3/components")).as("hidden with it").hasSize(9);
    }

    @Test
    void usesOnlyWhatWorksInTheTaskList() throws IOException {
        for (String text : FormAssembler.assemble(List.of(HEKOU), template()).values()) {
            for (JsonNode component : components(JSON.readTree(text))) {
                assertThat(component.path("type").asText())
                        .isIn("text", "html", "group", "radio", "textfield", "textarea", "select", "checkbox");
                assertThat(component.has("path")).isFalse();
                assertThat(component.path("label").asText())
                        .doesNotContain("{{")
                        .doesNotStartWith("=");
            }
        }
    }

    @Test
    void showsThePlansTextAsItIsWrittenAndNotAsMarkdown() throws IOException {
        Plan plan = new PlanReader().read("t.yaml", SmallPlan.text().replace("通道要畅通", "1. 通道*宽*<b>2</b>"));

        JsonNode form =
                JSON.readTree(FormAssembler.assemble(List.of(plan), template()).get("inspection-small-2024-A01.form"));

        assertThat(form.at("/components/2/components/0/text").asText()).isEqualTo("**1\\. 通道\\*宽\\*\\<b\\>2\\</b\\>**");
    }

    @Test
    void anItemWithoutAHintHasNoDescription() throws IOException {
        assertThat(field(smallForm("A02"), "A02_01_result").path("description").asText())
                .isEmpty();
    }

    @Test
    void refusesWhatAFormsAuthorGotWrong() {
        refused("nope", form("{\"type\": \"select\", \"id\": \"s\", \"properties\": {\"options\": \"nope\"}}"));
        refused("不是有效的 JSON", "{");
        refused("没有 components", "{}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FormAssembler.assemble(
                        List.of(SMALL),
                        Map.of("inspection.form", form("{\"type\": \"text\", \"text\": \"${item.text}\"}"))))
                .withMessageContaining("${item.text}")
                .withMessageContaining("area.name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FormAssembler.assemble(List.of(SMALL, SMALL), Map.of()))
                .withMessageContaining("small-2024");
    }

    private static void refused(String word, String form) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FormAssembler.assemble(List.of(SMALL), Map.of("bad.form", form)))
                .withMessageContaining(word)
                .withMessageContaining("bad.form");
    }

    private static Map<String, String> template() throws IOException {
        return Map.of("inspection.form", Files.readString(Path.of("forms/inspection.form")));
    }

    private static JsonNode smallForm(String area) throws IOException {
        String file = FormAssembler.inspectionForm("small-2024", area) + ".form";
        return JSON.readTree(FormAssembler.assemble(List.of(SMALL), template()).get(file));
    }

    private static String form(String component) {
        return "{\"type\": \"default\", \"id\": \"f\", \"components\": [" + component + "]}";
    }

    private static List<JsonNode> components(JsonNode node) {
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode component : node.path("components")) {
            all.add(component);
            all.addAll(components(component));
        }
        return all;
    }

    private static List<String> keys(JsonNode form) {
        return components(form).stream()
                .filter(component -> component.has("key"))
                .map(component -> component.path("key").asText())
                .toList();
    }

    private static JsonNode field(JsonNode form, String key) {
        return components(form).stream()
                .filter(component -> component.path("key").asText().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static String choices(JsonNode component) {
        return String.join(
                ", ",
                StreamSupport.stream(component.path("values").spliterator(), false)
                        .map(choice -> choice.path("value").asText() + "="
                                + choice.path("label").asText())
                        .toList());
    }
}
