package org.dudao.bulletin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.dudao.plan.Plan;
import org.dudao.plan.PlanReader;
import org.junit.jupiter.api.Test;

/** W3: the words of a bulletin that are made from its figures. */
class DraftTest {

    private static final Plan PLAN = new PlanReader().read(Path.of("plans/hekou-2023.yaml"));
    private static final Instant SINCE = Instant.parse("2023-09-15T01:00:00Z");
    private static final Instant UNTIL = Instant.parse("2023-09-22T01:00:00Z");

    private static Figures.Progress progress(String name, int owed, int done, int overdue) {
        return new Figures.Progress("school-01", name, owed, done, overdue, 2, 1);
    }

    private static String body(Figures figures) {
        return Draft.body(figures, "每周通报", SINCE, UNTIL);
    }

    @Test
    void saysTheProgressTheHazardsWhatIsOverdueAndTheLadder() {
        Figures figures = new Figures(
                List.of(progress("镇中心小学", 9, 6, 2), progress("镇第二小学", 9, 9, 0)),
                List.of(progress("水利站", 2, 1, 3)),
                List.of(new Figures.Area("A05", "消防安全", 3, 1, 0, 2, 1), new Figures.Area("A06", "校舍安全", 0, 0, 1, 0, 0)),
                List.of(new Figures.Rung("催办", 4), new Figures.Rung("约谈", 1)),
                List.of("镇第二小学"),
                List.of(),
                List.of());
        assertThat(body(figures))
                .startsWith("2023年9月15日至2023年9月22日（每周通报），专项行动进展情况如下。\n一、总体进展\n")
                .contains(
                        "2所学校和1个单位应办事项20件，已办16件，逾期未办5件。",
                        "累计登记隐患5处（一般3处、较大1处、重大1处），已办结2处，未办结3处，其中逾期未整改1处。隐患较多的是：消防安全4处、校舍安全1处。",
                        "逾期未办的有：水利站3件、镇中心小学2件。正在催办4件、约谈1件。",
                        "四、好的做法\n镇第二小学应办事项全部按期办结")
                .doesNotContain("考评");
    }

    @Test
    void saysSoWhereThereIsNothing() {
        String body = body(new Figures(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));
        assertThat(body).contains("没有登记隐患。", "没有逾期未办的事项。没有在催办督办的事项。").doesNotContain("好的做法");
    }

    @Test
    void theFinalOneHasTheGradesAndTheGoals() {
        Figures figures = new Figures(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        new Figures.Ranked(true, 1, "镇中心小学", "96分", "优秀"),
                        new Figures.Ranked(true, 2, "镇第二小学", "98分", "不合格"),
                        new Figures.Ranked(false, 1, "水利站", "91分", "优秀")),
                List.of(new Figures.Goal("消除事故隐患", "86%", "92%", "好转")));
        assertThat(body(figures)).contains("优秀：镇中心小学、水利站。不合格：镇第二小学。", "消除事故隐患：上年86%，今年92%，好转。");
        assertThat(Draft.title(PLAN, 9, true)).isEqualTo("关于河口镇2023年整治校园及周边治安秩序专项行动情况的总通报");
        assertThat(Draft.title(PLAN, 3, false)).endsWith("进展情况的通报（第3期）");
        assertThat(Draft.documentNumber(PLAN, UNTIL, 3)).isEqualTo("河办通报〔2023〕3号");
        assertThat(Draft.documentNumber(PLAN, Instant.parse("2023-12-31T16:00:00Z"), 12))
                .as("the year of Asia/Shanghai")
                .isEqualTo("河办通报〔2024〕12号");
    }

    @Test
    void fitsIntoItsFormHoweverManyThereAre() {
        List<Figures.Progress> many = IntStream.range(0, 3000)
                .mapToObj(n -> progress("第%d希望小学".formatted(n), 9, 1, 8))
                .toList();
        List<Figures.Goal> goals = IntStream.range(0, 200)
                .mapToObj(n -> new Figures.Goal("消除校园及周边各类事故隐患", "1%", "2%", "好转"))
                .toList();
        String body = body(new Figures(many, List.of(), List.of(), List.of(), List.of(), List.of(), goals));
        assertThat(body).contains("等3000个").hasSize(Draft.MAX);
    }
}
