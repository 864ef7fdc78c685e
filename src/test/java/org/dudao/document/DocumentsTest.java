package org.dudao.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lowagie.text.FontFactoryImp;
import com.lowagie.text.pdf.PdfReader;
import com.lowagie.text.pdf.parser.PdfTextExtractor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.dudao.platform.ApiProblem;
import org.dudao.platform.DefinitionFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTSectPr;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTTblGrid;

/** M1, W2b: papers from templates that a town can change; what people wrote stands in them as they wrote it. */
class DocumentsTest {

    private static final Tags TAGS = Tags.texts("标题", "说明")
            .pictures("图")
            .list("隐患", Tags.texts("地点", "描述").pictures("照片"));

    @TempDir
    Path town;

    @Test
    void listBecomesRowsOfATableAndPhotosStandInIt() throws IOException {
        write(document -> {
            paragraph(document, "{{标题}}");
            XWPFTable table = document.createTable(2, 3);
            table.getRow(0).getCell(0).setText("{{隐患}}地点");
            table.getRow(0).getCell(1).setText("描述");
            table.getRow(1).getCell(0).setText("[地点]");
            table.getRow(1).getCell(1).setText("[描述]");
            table.getRow(1).getCell(2).setText("[@照片]");
        });
        byte[] docx = render(values("通知", "", hazards(3)), Format.DOCX);

        try (XWPFDocument read = new XWPFDocument(new ByteArrayInputStream(docx))) {
            XWPFTable table = read.getTables().get(0);
            assertThat(table.getRows()).hasSize(4);
            assertThat(table.getRow(0).getCell(0).getText()).isEqualTo("地点");
            assertThat(table.getRow(3).getCell(0).getText()).isEqualTo("教学楼3层");
            assertThat(table.getRows().subList(1, 4))
                    .allSatisfy(row -> assertThat(row.getCell(2).getParagraphs().get(0).getRuns().stream()
                                    .flatMap(run -> run.getEmbeddedPictures().stream()))
                            .hasSize(1));
        }
    }

    @Test
    void longTableIsWholeOverItsPages() throws IOException {
        write(document -> {
            XWPFTable table = document.createTable(2, 2);
            table.getRow(0).getCell(0).setText("{{隐患}}地点");
            table.getRow(1).getCell(0).setText("[地点]");
            table.getRow(1).getCell(1).setText("[描述]");
            CTTblGrid grid = table.getCTTbl().addNewTblGrid();
            grid.addNewGridCol().setW(4000);
            grid.addNewGridCol().setW(4000);
        });

        String pdf = pdfText(render(values("", "", hazards(120)), Format.PDF));

        IntStream.rangeClosed(1, 120).forEach(n -> assertThat(pdf).contains("教学楼" + n + "层", "描述之" + n + "。"));
    }

    @Test
    void emptyListLeavesNoRowAndNoParagraph() throws IOException {
        write(document -> {
            paragraph(document, "{{?隐患}}");
            paragraph(document, "地点：{{地点}}");
            paragraph(document, "{{/隐患}}");
            paragraph(document, "完");
        });

        assertThat(text(render(values("", "", List.of()), Format.DOCX)).strip()).isEqualTo("完");
    }

    /** A part of a paper that is there or not, with its heading and a table in it. */
    @Test
    void partWithATableIsThereOrNotAtAll() throws IOException {
        write(document -> {
            paragraph(document, "{{?有隐患}}");
            paragraph(document, "隐患清单");
            XWPFTable table = document.createTable(2, 1);
            table.getRow(0).getCell(0).setText("{{隐患}}地点");
            table.getRow(1).getCell(0).setText("[地点]");
            paragraph(document, "{{/有隐患}}");
            paragraph(document, "完");
        });
        Template template =
                new Template("test.docx", Tags.texts().list("有隐患", Tags.texts().list("隐患", Tags.texts("地点", "描述"))));
        List<Map<String, String>> hazards = List.of(Map.of("地点", "锅炉房", "描述", ""), Map.of("地点", "楼梯", "描述", ""));

        assertThat(text(documents().render(template, Map.of("有隐患", List.of(Map.of("隐患", hazards))), Format.DOCX))
                        .lines()
                        .filter(line -> !line.isBlank()))
                .containsExactly("隐患清单", "地点", "锅炉房", "楼梯", "完");
        byte[] empty = documents().render(template, Map.of("有隐患", List.of()), Format.DOCX);
        assertThat(text(empty).strip()).isEqualTo("完");
        try (XWPFDocument read = new XWPFDocument(new ByteArrayInputStream(empty))) {
            assertThat(read.getTables()).isEmpty();
        }
    }

    @Test
    void whatPeopleWroteStaysLiteral() throws IOException {
        write(document -> {
            paragraph(document, "{{标题}}");
            paragraph(document, "{{?隐患}}");
            paragraph(document, "块：{{描述}}");
            paragraph(document, "{{/隐患}}");
            XWPFTable table = document.createTable(2, 1);
            table.getRow(0).getCell(0).setText("{{隐患}}");
            table.getRow(1).getCell(0).setText("格：[描述]");
        });
        String hostile = "{{标题}} {{@图}} {{?隐患}} [地点] #{1+1} ${x} <w:p/> ]]> &amp; =1+1 https://example.org/a.png";
        byte[] docx = render(
                values(hostile + "\u0000\u0008\uFFFF\uD800完\u202E", null, List.of(hazard("x", hostile + " {{/隐患}}"))),
                Format.DOCX);

        assertThat(text(docx)).contains(hostile + "完", "块：" + hostile + " {{/隐患}}", "格：" + hostile + " {{/隐患}}");
        assertThat(text(docx)).doesNotContain("\u202E", "\u0000");
    }

    @Test
    void linesStayLines() throws IOException {
        write(document -> paragraph(document, "{{说明}}"));

        assertThat(text(render(values("", "一\r\n二\n三", List.of()), Format.DOCX)))
                .contains("一\n二\n三");
    }

    @Test
    void missingPictureIsLeftOut() throws IOException {
        write(document -> paragraph(document, "前{{@图}}后"));
        Map<String, Object> values = values("", "", List.of());
        values.put("图", null);

        assertThat(text(render(values, Format.DOCX))).contains("前后");
    }

    @Test
    void unknownTagIsRefusedWithThoseThatAreKnown() throws IOException {
        write(document -> paragraph(document, "{{标提}}"));

        assertRefused("标签{{标提}}不认识，这里可以用的有：标题、说明、图、隐患");
    }

    @Test
    void unknownColumnIsRefused() throws IOException {
        write(document -> {
            XWPFTable table = document.createTable(2, 1);
            table.getRow(0).getCell(0).setText("{{隐患}}");
            table.getRow(1).getCell(0).setText("[楼层]");
        });

        assertRefused("标签[楼层]不认识，这里可以用的有：地点、描述、照片");
    }

    @Test
    void textAsPictureIsRefused() throws IOException {
        write(document -> paragraph(document, "{{@标题}}"));

        assertRefused("标题是文字，应当写成{{标题}}");
    }

    @Test
    void pictureAsTextIsRefused() throws IOException {
        write(document -> paragraph(document, "{{图}}"));

        assertRefused("图是图片，应当写成{{@图}}");
    }

    @Test
    void blockWithoutEndIsRefused() throws IOException {
        write(document -> paragraph(document, "{{?隐患}}"));

        assertRefused("{{?隐患}}没有对应的{{/隐患}}");
    }

    @Test
    void otherSignsAreRefused() throws IOException {
        write(document -> paragraph(document, "{{+标题}}"));

        assertRefused("标签{{+标题}}的写法不支持");
    }

    @Test
    void fileThatIsNoDocumentIsRefused() throws IOException {
        Files.createDirectories(town.resolve("templates"));
        Files.writeString(town.resolve("templates/test.docx"), "不是文书");

        assertRefused("打不开");
    }

    @Test
    void missingTemplateIsSaid() {
        assertThatThrownBy(() -> render(values("", "", List.of()), Format.DOCX))
                .isInstanceOf(ApiProblem.class)
                .hasMessage("没有文书模板 test.docx。请管理员把它放回 templates 文件夹");
    }

    @Test
    void changedTemplateCountsAtOnce() throws IOException {
        write(document -> paragraph(document, "旧{{标题}}"));
        assertThat(text(render(values("通知", "", List.of()), Format.DOCX))).contains("旧通知");

        write(document -> paragraph(document, "新{{标题}}"));
        assertThat(text(render(values("通知", "", List.of()), Format.DOCX))).contains("新通知");
    }

    @Test
    void valuesThatDoNotFitTheTagsAreAFault() throws IOException {
        write(document -> paragraph(document, "{{标题}}"));

        assertThatThrownBy(() -> render(Map.of("标题", "x"), Format.DOCX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no value for");
    }

    @Test
    void officialFontsAreSetInChinese() throws IOException {
        write(document -> {
            XWPFParagraph paragraph = paragraph(document, "{{标题}}");
            paragraph.getRuns().get(0).setFontFamily("仿宋_GB2312");
        });

        byte[] pdf = render(values("督办单第2023号", "", List.of()), Format.PDF);

        assertThat(pdfText(pdf)).contains("督办单第2023号");
    }

    @Test
    void withoutAChineseFontOnlyThePdfIsRefused() throws IOException {
        write(document -> paragraph(document, "{{标题}}"));
        PdfFonts none = new PdfFonts("") {
            @Override
            FontFactoryImp ofTheMachine() {
                return new FontFactoryImp();
            }
        };
        Documents fontless = new Documents(new DefinitionFiles(town.toString()), new PdfWriter(none));
        Template template = new Template("test.docx", TAGS);
        Map<String, ?> values = values("通知", "", List.of());

        assertThat(text(fontless.render(template, values, Format.DOCX))).contains("通知");
        assertThatThrownBy(() -> fontless.render(template, values, Format.PDF))
                .isInstanceOf(ApiProblem.class)
                .hasMessageContaining("服务器上没有中文字体")
                .hasMessageContaining("fonts-noto-cjk");
    }

    @Test
    void noLineBeginsWithAFullStop() throws IOException {
        write(document -> paragraph(document, "{{说明}}").getRuns().get(0).setFontFamily("仿宋_GB2312"));
        StringBuilder words = new StringBuilder();
        IntStream.range(0, 40)
                .forEach(n -> words.append("应急灯不亮，".repeat(n % 7 + 1)).append("整改。"));

        byte[] pdf = render(values("", words.toString(), List.of()), Format.PDF);

        try (PdfReader reader = new PdfReader(pdf)) {
            assertThat(new PdfTextExtractor(reader).getTextFromPage(1).lines())
                    .hasSizeGreaterThan(10)
                    .noneMatch(
                            line -> line.strip().startsWith("，") || line.strip().startsWith("。"));
        }
    }

    @Test
    void whatIsKeptWithTheNextStandsOnItsPage() throws IOException {
        int moved = 0;
        for (int lines = 20; lines < 60; lines++) {
            int above = lines;
            write(document -> {
                IntStream.range(0, above).forEach(n -> paragraph(document, "第" + n + "行"));
                kept(document, "请抓好落实。");
                kept(document, "镇办公室");
                paragraph(document, "2023年9月15日");
                IntStream.range(0, 20).forEach(n -> paragraph(document, "又一行"));
                kept(document, "附表");
                XWPFTable table = document.createTable(2, 1);
                table.getRow(0).setRepeatHeader(true);
                table.getRow(0).getCell(0).setText("{{隐患}}地点");
                table.getRow(1).getCell(0).setText("[地点]");
                table.getCTTbl().addNewTblGrid().addNewGridCol().setW(8000);
            });
            List<String> pages = pages(render(values("", "", hazards(3)), Format.PDF));
            for (String together : List.of("请抓好落实。", "镇办公室")) {
                assertThat(pages)
                        .as("%d lines above", lines)
                        .anyMatch(page -> page.contains(together) && page.contains("2023年9月15日"));
            }
            assertThat(pages)
                    .as("%d lines above", lines)
                    .anyMatch(page -> page.contains("附表") && page.contains("教学楼1层"));
            assertThat(String.join("", pages)).contains("教学楼3层");
            moved += pages.get(0).contains("第" + (lines - 1) + "行")
                            && !pages.get(0).contains("请抓好落实。")
                    ? 1
                    : 0;
        }
        assertThat(moved).as("so often there was no room for it").isPositive();
    }

    /** What is too long for one page is broken all the same. */
    @Test
    void moreThanAPageCannotBeKeptTogether() throws IOException {
        write(document -> {
            IntStream.range(0, 100).forEach(n -> kept(document, "第" + n + "行"));
            paragraph(document, "完");
        });

        List<String> pages = pages(render(values("", "", List.of()), Format.PDF));

        assertThat(pages.get(0)).contains("第0行");
        assertThat(pages.get(pages.size() - 1)).contains("完");
    }

    private static void kept(XWPFDocument document, String text) {
        paragraph(document, text).getCTP().addNewPPr().addNewKeepNext();
    }

    private static List<String> pages(byte[] pdf) throws IOException {
        List<String> pages = new ArrayList<>();
        try (PdfReader reader = new PdfReader(pdf)) {
            PdfTextExtractor text = new PdfTextExtractor(reader);
            for (int page = 1; page <= reader.getNumberOfPages(); page++) {
                pages.add(text.getTextFromPage(page));
            }
        }
        return pages;
    }

    private byte[] render(Map<String, ?> values, Format format) {
        return documents().render(new Template("test.docx", TAGS), values, format);
    }

    private Documents documents() {
        return new Documents(new DefinitionFiles(town.toString()), new PdfWriter(new PdfFonts("")));
    }

    private void assertRefused(String what) {
        assertThatThrownBy(() -> render(values("", "", List.of()), Format.DOCX))
                .isInstanceOf(ApiProblem.class)
                .hasMessageContaining("文书模板 test.docx")
                .hasMessageContaining(what);
    }

    private static Map<String, Object> values(String title, String remark, List<?> hazards) {
        Map<String, Object> values = new HashMap<>();
        values.put("标题", title);
        values.put("说明", remark);
        values.put("图", photo());
        values.put("隐患", hazards);
        return values;
    }

    private static List<Map<String, Object>> hazards(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> hazard("教学楼" + n + "层", "描述之" + n + "。"))
                .toList();
    }

    private static Map<String, Object> hazard(String place, String description) {
        return Map.of("地点", place, "描述", description, "照片", photo());
    }

    static Picture photo() {
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", png);
            return Picture.photo(png.toByteArray(), 40, 30);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Content {
        void into(XWPFDocument document);
    }

    private void write(Content content) throws IOException {
        Files.createDirectories(town.resolve("templates"));
        try (XWPFDocument document = new XWPFDocument();
                var out = Files.newOutputStream(town.resolve("templates/test.docx"))) {
            document.createStyles();
            CTSectPr page = document.getDocument().getBody().addNewSectPr();
            page.addNewPgSz().setW(11906);
            page.getPgSz().setH(16838);
            page.addNewPgMar().setLeft(1588);
            page.getPgMar().setRight(1474);
            page.getPgMar().setTop(2098);
            page.getPgMar().setBottom(1984);
            content.into(document);
            document.write(out);
        }
    }

    private static XWPFParagraph paragraph(XWPFDocument document, String text) {
        XWPFParagraph paragraph = document.createParagraph();
        paragraph.createRun().setText(text);
        return paragraph;
    }

    static String text(byte[] docx) {
        try (XWPFWordExtractor extractor = new XWPFWordExtractor(new XWPFDocument(new ByteArrayInputStream(docx)))) {
            return extractor.getText();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All text of the pages, without blanks and line ends. */
    static String pdfText(byte[] pdf) {
        try (PdfReader reader = new PdfReader(pdf)) {
            PdfTextExtractor extractor = new PdfTextExtractor(reader);
            StringBuilder text = new StringBuilder();
            for (int page = 1; page <= reader.getNumberOfPages(); page++) {
                text.append(extractor.getTextFromPage(page));
            }
            return text.toString().replaceAll("\\s", "");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
