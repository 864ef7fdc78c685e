package org.dudao.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dudao.Sheets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** M1, W3: the ledger as a workbook. */
class LedgerWorkbookTest {

    private static final int COLUMNS = 19;
    private static final int DESCRIPTION = 5;
    private static final int RESPONSIBLE = 11;
    private static final String SHEET = "xl/worksheets/sheet1.xml";

    /** What a test varies of a row. */
    private record Given(String number, String description, String responsible, Instant at, Integer overdue) {

        private Ledger.Row row() {
            return new Ledger.Row(
                    number,
                    "hekou-2023",
                    "school-01",
                    "镇中心小学",
                    "A05",
                    "消防安全",
                    null,
                    null,
                    "教学楼一层",
                    description,
                    "serious",
                    "较大",
                    "RECTIFYING",
                    "整改中",
                    true,
                    "学校自查",
                    "school-01",
                    "镇中心小学",
                    "school-01",
                    responsible,
                    "emergency",
                    "应急管理站",
                    "school-01.head",
                    "镇中心小学 校长",
                    2,
                    at,
                    overdue,
                    at,
                    null,
                    "4711");
        }
    }

    private static Given hazard() {
        return new Given("hekou-2023-H0001", "疏散通道堆放杂物", "镇中心小学", Instant.parse("2026-09-10T02:00:00Z"), null);
    }

    private static Given described(String description) {
        return new Given("hekou-2023-H0001", description, description, hazard().at(), null);
    }

    private static byte[] workbook(Given... rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LedgerWorkbook workbook = new LedgerWorkbook(out, "学校安全 隐患台账", "筛选：全部")) {
            List.of(rows).forEach(row -> workbook.add(row.row()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    @Test
    void hasTitleHeadingsAndOneRowPerHazard() {
        assertThat(Sheets.rows(workbook(hazard()), COLUMNS))
                .containsExactly(
                        row("学校安全 隐患台账\n筛选：全部"),
                        row(
                                "编号", "学校", "整治重点", "检查事项", "地点", "隐患描述", "等级", "状态", "是否挂牌督办", "来源", "上报单位", "整改责任单位",
                                "复查单位", "责任人岗位", "退回次数", "整改期限", "登记时间", "销号时间", "逾期工作日"),
                        row(
                                "hekou-2023-H0001",
                                "镇中心小学",
                                "A05 消防安全",
                                null,
                                "教学楼一层",
                                "疏散通道堆放杂物",
                                "较大",
                                "整改中",
                                "是",
                                "学校自查",
                                "镇中心小学",
                                "镇中心小学",
                                "应急管理站",
                                "镇中心小学 校长",
                                2,
                                LocalDateTime.of(2026, 9, 10, 10, 0),
                                LocalDateTime.of(2026, 9, 10, 10, 0),
                                null,
                                null));
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(Arrays.copyOf(values, COLUMNS));
    }

    @Test
    void isMadeForReadingAndForPrinting() throws Exception {
        byte[] workbook = workbook(hazard(), hazard(), hazard());

        Document sheet = xml(workbook, SHEET);
        assertThat(attribute(sheet, "pane", "ySplit")).isEqualTo("2");
        assertThat(attribute(sheet, "pane", "state")).isEqualTo("frozen");
        assertThat(attribute(sheet, "autoFilter", "ref")).isEqualTo("A2:S5");
        assertThat(attribute(sheet, "mergeCell", "ref")).isEqualTo("A1:S1");
        assertThat(attribute(sheet, "pageSetup", "orientation")).isEqualTo("landscape");
        assertThat(attribute(sheet, "pageSetup", "paperSize")).isEqualTo("9");
        assertThat(attribute(sheet, "pageSetup", "fitToWidth")).isEqualTo("1");
        assertThat(attribute(sheet, "pageSetup", "fitToHeight")).isEqualTo("0");
        assertThat(sheet.getElementsByTagName("col").getLength()).isEqualTo(COLUMNS);
        assertThat(Sheets.part(workbook, "xl/workbook.xml")).contains("_xlnm.Print_Titles");
        assertThat(attribute(xml(workbook, "xl/workbook.xml"), "sheet", "name")).isEqualTo("隐患台账");
        assertThat(Sheets.part(workbook, "xl/styles.xml")).contains("wrapText=\"true\"");
    }

    @Test
    void withoutRowsHasItsHeadAlone() throws Exception {
        byte[] workbook = workbook();

        assertThat(Sheets.rows(workbook, COLUMNS)).hasSize(2);
        assertThat(attribute(xml(workbook, SHEET), "autoFilter", "ref")).isEqualTo("A2:S2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "=HYPERLINK(\"http://example.org\",\"看这里\")",
                "=cmd|'/c calc'!A1",
                "+86 通道堵塞",
                "-2+3",
                "@SUM(A1:A9)",
                "\t=1+1",
                "\n=1+1",
                "'=1+1",
                "  两边有空格  ",
                "第一行\n第二行\t制表",
                "<f>1+1</f></t></is></c> & ]]>",
                "&#61;1+1",
                "楼道𠮷😀",
                "12345",
                "2026-09-10",
                "TRUE",
                "#N/A"
            })
    void whatPeopleEnteredStaysTextWithItsValue(String entered) throws Exception {
        byte[] workbook = workbook(described(entered));

        List<Object> row = Sheets.rows(workbook, COLUMNS).get(2);
        assertThat(row.get(DESCRIPTION)).isEqualTo(entered);
        assertThat(row.get(RESPONSIBLE)).isEqualTo(entered);
        assertThat(xml(workbook, SHEET).getElementsByTagName("f").getLength()).isZero();
    }

    /** Without the mark a spreadsheet drops a tab or blank that a text begins with. */
    @Test
    void keepsBlanksAroundTextInEveryProgram() throws Exception {
        byte[] workbook = workbook(described("\t=1+1 "));

        var texts = xml(workbook, SHEET).getElementsByTagName("t");
        assertThat(texts.getLength()).isEqualTo(3);
        IntStream.range(0, texts.getLength()).forEach(i -> assertThat(
                        texts.item(i).getAttributes().getNamedItem("xml:space").getNodeValue())
                .isEqualTo("preserve"));
        var shared = xml(workbook, "xl/sharedStrings.xml").getElementsByTagName("t");
        IntStream.range(0, shared.getLength()).forEach(i -> assertThat(
                        shared.item(i).getAttributes().getNamedItem("xml:space").getNodeValue())
                .isEqualTo("preserve"));
    }

    @Test
    void leavesOutWhatXmlCannotHold() {
        byte[] workbook = workbook(described("通\u0000道\u0007堵\u000B塞\u001F严\uFFFE重\uD800。"));

        List<Object> row = Sheets.rows(workbook, COLUMNS).get(2);
        assertThat(row.get(DESCRIPTION)).isEqualTo("通道堵塞严重。");
        assertThat(row.get(RESPONSIBLE)).isEqualTo("通道堵塞严重。");
    }

    /** ECMA-376 22.9.2.19: a spreadsheet decodes _x0041_; the reader of this test does not. */
    @Test
    void textThatLooksLikeAnEscapeIsEscaped() {
        List<Object> row =
                Sheets.rows(workbook(described("a_x0041_b_x00_")), COLUMNS).get(2);

        assertThat(row.get(DESCRIPTION)).isEqualTo("a_x005F_x0041_b_x00_");
        assertThat(row.get(RESPONSIBLE)).isEqualTo("a_x005F_x0041_b_x00_");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09-10T15:59:59.999Z, 2026-09-10T23:59",
        "2026-09-10T16:00:00Z,     2026-09-11T00:00",
        "2026-09-10T15:59:00Z,     2026-09-10T23:59",
        "2026-12-31T16:00:00Z,     2027-01-01T00:00",
        "2024-02-28T16:00:00Z,     2024-02-29T00:00"
    })
    void timesAreThoseOfShanghai(String at, String shown) {
        Given given = new Given("n", "描述描述描述", "u", Instant.parse(at), null);

        assertThat(Sheets.rows(workbook(given), COLUMNS).get(2).subList(15, 18))
                .containsExactly(LocalDateTime.parse(shown), LocalDateTime.parse(shown), null);
    }

    @Test
    void tellsOverdueWithoutAWorkingDayFromNotOverdue() {
        Given late = new Given("n", "描述描述描述", "u", Instant.parse("2026-09-10T16:00:00Z"), 0);

        assertThat(Sheets.rows(workbook(late), COLUMNS).get(2).get(18)).isEqualTo(0);
        assertThat(Sheets.rows(workbook(hazard()), COLUMNS).get(2).get(18)).isNull();
    }

    @Test
    void writesWhileTheRowsComeAndKeepsTheirOrder() throws Exception {
        int rows = 5_001;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LedgerWorkbook workbook = new LedgerWorkbook(out, "学校安全", "筛选：全部")) {
            for (int i = 0; i < rows; i++) {
                workbook.add(new Given("H" + i, "隐患描述" + i, "镇中心小学", hazard().at(), i).row());
            }
            assertThat(out.size()).as("written before the end").isGreaterThan(50_000);
        }
        byte[] workbook = out.toByteArray();
        List<List<Object>> read = Sheets.rows(workbook, COLUMNS);
        assertThat(read.stream().skip(2).map(row -> row.get(0)))
                .containsExactlyElementsOf(
                        IntStream.range(0, rows).mapToObj(i -> "H" + i).toList());
        assertThat(Sheets.part(workbook, "xl/sharedStrings.xml"))
                .as("texts of one row only are not kept until the end")
                .hasSizeLessThan(5_000);
    }

    private static Document xml(byte[] workbook, String part) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Sheets.part(workbook, part).getBytes(StandardCharsets.UTF_8)));
    }

    private static String attribute(Document document, String element, String name) {
        assertThat(document.getElementsByTagName(element).getLength())
                .as(element)
                .isEqualTo(1);
        return document.getElementsByTagName(element)
                .item(0)
                .getAttributes()
                .getNamedItem(name)
                .getNodeValue();
    }
}
