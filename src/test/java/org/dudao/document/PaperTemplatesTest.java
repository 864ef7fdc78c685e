package org.dudao.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.dudao.Photos;
import org.dudao.platform.DefinitionFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPageMar;

/**
 * M1, S3, W2b, W2d, W2e, W3: every template that comes with the application has all tags that its paper promises and no
 * other, and what stands in its data stands in the DOCX and in the PDF. Both are kept under {@code target/papers}, to be
 * looked at.
 */
class PaperTemplatesTest {

    private static final Template BULLETIN = new Template(
            "bulletin.docx",
            Tags.texts("发文机关", "发文字号", "标题", "末段", "落款", "日期", "抄送", "印发机关", "印发日期")
                    .list("段落", Tags.texts("内容"))
                    .list("学校", Tags.texts("名称", "应办", "已办", "逾期", "隐患", "办结"))
                    .list("单位", Tags.texts("名称", "应办", "已办", "逾期", "隐患", "办结"))
                    .list("领域", Tags.texts("名称", "一般", "较大", "重大", "办结", "逾期"))
                    .list("考评", Tags.texts("内容")));

    /** In every paper, but not every template prints them. */
    private static final List<String> OPTIONAL = List.of("专项行动", "方案文号", "发文机关", "工作专班");

    /** Parts of a paper that are there once or not at all, and those that have a table of facts each. */
    private static final List<String> PARTS = List.of("义务", "有督促", "督办单", "约谈", "通报批评", "一票否决", "有证据", "有告知", "记录册");

    private static final Path PAPERS = Path.of("target/papers");

    private final DefinitionFiles files = new DefinitionFiles("");
    private final Documents documents = new Documents(files, new PdfWriter(new PdfFonts("")));

    static Stream<Template> templates() {
        return Stream.concat(
                Stream.of(
                                new SupervisionOrderPaper(null, null),
                                new SummonRecord(null, null),
                                new RectificationNotice(null, null, null),
                                new SchoolPlanPaper(null, null, null),
                                new AcceptanceOpinion(null, null, null),
                                new AccountabilityFile(null, null, null, null))
                        .map(Paper::template),
                Stream.of(BULLETIN));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyPromisedTagIsUsedAndNoOther(Template template) {
        TreeSet<String> promised = promised(template.tags(), "");
        promised.removeAll(OPTIONAL);

        assertThat(TemplateCheck.used(template, files.template(template.file()).orElseThrow()))
                .containsAll(promised);
    }

    private static TreeSet<String> promised(Tags tags, String list) {
        TreeSet<String> names = new TreeSet<>();
        tags.byName().forEach((name, tag) -> {
            names.add(list + name);
            if (tag.each() != null) {
                names.addAll(promised(tag.each(), name + "/"));
            }
        });
        return names;
    }

    /** A list is found by its name alone, wherever it stands. */
    @ParameterizedTest
    @MethodSource("templates")
    void noTextIsCalledAsAListIs(Template template) {
        List<String> all = names(template.tags(), tag -> true).toList();
        List<String> lists =
                names(template.tags(), tag -> tag.kind() == Tags.Kind.LIST).toList();

        assertThat(lists).allSatisfy(list -> assertThat(all).containsOnlyOnce(list));
    }

    private static Stream<String> names(Tags tags, Predicate<Tags.Tag> which) {
        return tags.byName().entrySet().stream()
                .flatMap(entry -> Stream.concat(
                        which.test(entry.getValue()) ? Stream.of(entry.getKey()) : Stream.empty(),
                        entry.getValue().each() == null
                                ? Stream.empty()
                                : names(entry.getValue().each(), which)));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void whatStandsInTheDataStandsInThePaper(Template template) throws IOException {
        Map<String, Object> values = sample(template.tags());
        byte[] docx = documents.render(template, values, Format.DOCX);
        byte[] pdf = documents.render(template, values, Format.PDF);
        Files.createDirectories(PAPERS);
        Files.write(PAPERS.resolve(template.file()), docx);
        Files.write(PAPERS.resolve(template.file().replace(".docx", ".pdf")), pdf);

        String written = DocumentsTest.text(docx).replaceAll("\\s", "");
        String printed = DocumentsTest.pdfText(pdf).replaceAll("—\\d+—", "");
        assertThat(written).doesNotContain("{{", "}}");
        texts(template.tags(), values, "")
                .filter(text -> TemplateCheck.used(
                                template, files.template(template.file()).orElseThrow())
                        .contains(text.tag()))
                .forEach(text -> {
                    assertThat(written).as(text.tag()).contains(text.words());
                    // A long row may go on over the page, its columns one after the other.
                    assertThat(printed)
                            .as(text.tag())
                            .contains(text.tag().contains("/") ? text.words().split("：")[0] : text.words());
                });
    }

    @ParameterizedTest
    @MethodSource("templates")
    void pageIsA4WithTheMarginsOfOfficialPapers(Template template) throws IOException {
        try (XWPFDocument document = new XWPFDocument(
                new ByteArrayInputStream(files.template(template.file()).orElseThrow()))) {
            var page = document.getDocument().getBody().getSectPr();
            assertThat(millimetres(page.getPgSz().getW())).isEqualTo(210);
            assertThat(millimetres(page.getPgSz().getH())).isEqualTo(297);
            CTPageMar margins = page.getPgMar();
            assertThat(List.of(
                            millimetres(margins.getTop()),
                            millimetres(margins.getBottom()),
                            millimetres(margins.getLeft()),
                            millimetres(margins.getRight())))
                    .as("GB/T 9704-2012")
                    .containsExactly(37L, 35L, 28L, 26L);
        }
    }

    /** Who changes a template finds its tags in the chapter. */
    @ParameterizedTest
    @MethodSource("templates")
    void everyTagIsInTheChapter(Template template) throws IOException {
        String chapter = Files.readString(Path.of("docs/文书模板.md"));
        String common = chapter.substring(chapter.indexOf("每种文书"), chapter.indexOf("\n\n", chapter.indexOf("每种文书")));
        String own = chapter.substring(chapter.indexOf("`" + template.file() + "`"));
        int end = own.indexOf("\n### ");
        String described = common + (end < 0 ? own : own.substring(0, end));

        assertThat(names(template.tags(), tag -> true))
                .allSatisfy(name -> assertThat(described).containsAnyOf("`" + name + "`", "`@" + name + "`"));
    }

    private static long millimetres(Object twips) {
        return Math.round(Double.parseDouble(twips.toString()) * 25.4 / 1440);
    }

    private record Text(String tag, String words) {}

    private static Stream<Text> texts(Tags tags, Map<String, Object> values, String list) {
        return tags.byName().entrySet().stream().flatMap(entry -> switch (entry.getValue()
                .kind()) {
            case TEXT ->
                Stream.of(new Text(
                        list + entry.getKey(),
                        values.get(entry.getKey()).toString().replaceAll("\\s", "")));
            case PICTURE -> Stream.<Text>empty();
            case LIST ->
                ((List<?>) values.get(entry.getKey()))
                        .stream().flatMap(member -> texts(entry.getValue().each(), map(member), entry.getKey() + "/"));
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object member) {
        return (Map<String, Object>) member;
    }

    private static Map<String, Object> sample(Tags tags) {
        return sample(tags, "");
    }

    private static Map<String, Object> sample(Tags tags, String number) {
        Map<String, Object> values = new LinkedHashMap<>();
        tags.byName()
                .forEach((name, tag) -> values.put(
                        name,
                        switch (tag.kind()) {
                            case TEXT -> text(name, number);
                            case PICTURE ->
                                name.equals("二维码")
                                        ? Picture.code(
                                                "http://localhost:8080/camunda/app/tasklist/default/#/?matter=x", 28)
                                        : Picture.photo(Photos.picture("jpg", 400, 300), 72, 60);
                            case LIST -> {
                                int many = tag.each().find("照片").isPresent() ? 3 : PARTS.contains(name) ? 1 : 12;
                                yield IntStream.rangeClosed(1, many)
                                        .mapToObj(n -> sample(tag.each(), n + ""))
                                        .toList();
                            }
                        }));
        return values;
    }

    private static String text(String name, String number) {
        if (name.matches(".*(内容|描述|意见|理由|措施|情况|申辩|目标|算法)")) {
            return name + number + "：学校食堂后门疏散通道堆放杂物，灭火器压力不足，应急灯不亮；已责成在三个工作日内清理、更换并拍照上报，由督导组复查。";
        }
        if (name.equals("指纹") || name.equals("末条指纹")) {
            return "0123456789abcdef".repeat(4);
        }
        if (name.endsWith("时间")) {
            return "2023年9月2" + number.length() + "日 10:30";
        }
        return name.length() > 4 ? name : name + "之" + (number.isEmpty() ? "一" : number);
    }
}
