package org.dudao.bulletin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dudao.calendar.Deadlines;
import org.dudao.document.Documents;
import org.dudao.document.Format;
import org.dudao.document.Tags;
import org.dudao.document.Template;
import org.dudao.plan.Plan;
import org.dudao.plan.UnitKind;
import org.springframework.stereotype.Component;

/** A bulletin as an official document (GB/T 9704-2012), by the town's template. */
@Component
class BulletinPaper {

    private static final Template TEMPLATE = new Template(
            "bulletin.docx",
            Tags.texts("发文机关", "发文字号", "标题", "末段", "落款", "日期", "抄送", "印发机关", "印发日期")
                    .list("段落", Tags.texts("内容"))
                    .list("学校", Tags.texts("名称", "应办", "已办", "逾期", "隐患", "办结"))
                    .list("单位", Tags.texts("名称", "应办", "已办", "逾期", "隐患", "办结"))
                    .list("领域", Tags.texts("名称", "一般", "较大", "重大", "办结", "逾期"))
                    .list("考评", Tags.texts("内容")));

    private final Documents documents;

    BulletinPaper(Documents documents) {
        this.documents = documents;
    }

    byte[] of(Bulletin bulletin, Plan plan, Format format) {
        String issued = bulletin.issuedAt() == null ? "（未签发）" : Deadlines.inWords(bulletin.issuedAt());
        Map<String, Object> values = new HashMap<>();
        values.put("发文机关", plan.issuer());
        values.put("发文字号", bulletin.documentNumber());
        values.put("标题", bulletin.title());
        values.put("落款", plan.issuer());
        values.put("日期", issued);
        values.put(
                "抄送",
                Stream.of(UnitKind.LEADERS, UnitKind.SUPERVISORS, UnitKind.TASK_FORCE)
                        .map(kind -> plan.unitOfKind(kind).orElseThrow().name())
                        .reduce((one, other) -> one + "，" + other)
                        .orElseThrow());
        values.put("印发机关", plan.issuer());
        values.put("印发日期", issued);
        List<String> lines = bulletin.body()
                .lines()
                .filter(line -> !line.isBlank())
                .map(String::strip)
                .toList();
        int last = Math.max(0, lines.size() - 1);
        values.put(
                "段落",
                lines.subList(0, last).stream().map(line -> Map.of("内容", line)).toList());
        values.put("末段", lines.isEmpty() ? "" : lines.get(last));
        values.put(
                "学校",
                bulletin.figures().schools().stream().map(BulletinPaper::row).toList());
        values.put(
                "单位",
                bulletin.figures().units().stream().map(BulletinPaper::row).toList());
        values.put("领域", areas(bulletin.figures().areas()));
        values.put("考评", ranking(bulletin.figures().ranking()));
        return documents.render(TEMPLATE, values, format);
    }

    private static Map<String, Object> row(Figures.Progress progress) {
        return Map.of(
                "名称", progress.name(),
                "应办", progress.owed(),
                "已办", progress.done(),
                "逾期", progress.overdue(),
                "隐患", progress.hazards(),
                "办结", progress.closed());
    }

    private static List<Map<String, String>> areas(List<Figures.Area> areas) {
        if (areas.isEmpty()) {
            return List.of(Map.of("名称", "没有登记隐患", "一般", "", "较大", "", "重大", "", "办结", "", "逾期", ""));
        }
        return areas.stream()
                .map(area -> Map.of(
                        "名称", area.id() + " " + area.name(),
                        "一般", String.valueOf(area.general()),
                        "较大", String.valueOf(area.serious()),
                        "重大", String.valueOf(area.major()),
                        "办结", String.valueOf(area.closed()),
                        "逾期", String.valueOf(area.overdue())))
                .toList();
    }

    /** Empty before the final bulletin; a heading and a line for each unit in it. */
    private static List<Map<String, Object>> ranking(List<Figures.Ranked> ranking) {
        List<Map<String, Object>> lines = new ArrayList<>();
        if (!ranking.isEmpty()) {
            lines.add(Map.of("内容", "附表4　考评结果"));
        }
        ranking.forEach(ranked -> lines.add(Map.of(
                "内容",
                "%s第%s名　%s　%s　%s"
                        .formatted(
                                ranked.school() ? "学校" : "单位",
                                ranked.rank() == null ? "—" : ranked.rank(),
                                ranked.name(),
                                ranked.score(),
                                ranked.grade()))));
        return lines;
    }
}
