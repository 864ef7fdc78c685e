package org.dudao.appraisal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.dudao.plan.AppraisalRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** W3: the arithmetic of the score at its edges. */
class ScoreTest {

    private static final AppraisalRules.Bars BARS = new AppraisalRules.Bars(90, 80, 60);

    private static Line line(int weight, boolean counts, int earned) {
        return new Line("in-time", "义务按期履行", weight, counts ? 90 : null, "应办10件", counts, earned, "K1", null);
    }

    @Test
    void isWhatTheIndicatorsEarnOfTheirWeights() {
        assertThat(Score.of(List.of(line(25, true, 100), line(75, true, 100)))).isEqualByComparingTo("100");
        assertThat(Score.of(List.of(line(25, true, 80), line(75, true, 60)))).isEqualByComparingTo("65");
        assertThat(Score.of(List.of(line(100, true, 0)))).isEqualByComparingTo("0");
    }

    @Test
    void whatDoesNotCountIsLeftOutAndTheRestCountsForTheWhole() {
        assertThat(Score.of(List.of(line(40, false, 0), line(30, true, 100), line(30, true, 50))))
                .isEqualByComparingTo("75");
    }

    @Test
    void whereNothingCountsThereIsNoScoreAndNoGrade() {
        assertThat(Score.of(List.of(line(100, false, 0)))).isNull();
        assertThat(Score.of(List.of())).isNull();
        assertThat(Score.grade(null, BARS)).isNull();
    }

    @Test
    void isCutAndNeverRoundedUpToABar() {
        assertThat(Score.of(List.of(line(66, true, 100), line(33, true, 80)))).isEqualTo(new BigDecimal("93.33"));
        assertThat(Score.of(List.of(line(2, true, 100), line(1, true, 0)))).isEqualTo(new BigDecimal("66.66"));
    }

    @ParameterizedTest
    @CsvSource({
        "100, EXCELLENT",
        "90, EXCELLENT",
        "89.99, GOOD",
        "80, GOOD",
        "79.99, PASS",
        "60, PASS",
        "59.99, FAIL",
        "0, FAIL"
    })
    void aBarIsReachedByTheScoreItself(BigDecimal score, Grade grade) {
        assertThat(Score.grade(score, BARS)).isEqualTo(grade);
    }

    @ParameterizedTest
    @CsvSource({"0, 5, 0", "199, 200, 99", "200, 200, 100", "19, 20, 95", "18, 19, 94", "2000000, 3000000, 66"})
    void aPercentageIsCutDown(int done, int total, int percent) {
        assertThat(IndicatorSource.Measured.percent(done, total, "应办").value()).isEqualTo(percent);
    }

    @ParameterizedTest
    @CsvSource({
        "FEWER, 3, 2, 好转",
        "FEWER, 3, 3, 持平",
        "FEWER, 3, 4, 变差",
        "MORE, 80, 81, 好转",
        "MORE, 80, 80, 持平",
        "MORE, 80, 79, 变差",
        "MORE, 80, , 暂无数据"
    })
    void aGoalIsHeldAgainstLastYear(AppraisalRules.Direction better, int lastYear, Integer thisYear, String trend) {
        assertThat(Goals.trend(new AppraisalRules.Goal("incidents", "事故减少", better, lastYear), thisYear))
                .isEqualTo(trend);
    }
}
