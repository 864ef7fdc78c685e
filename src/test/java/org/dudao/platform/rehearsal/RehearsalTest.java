package org.dudao.platform.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class RehearsalTest {

    private static final String START = "2023-09-10T00:00:00Z";

    private static MockEnvironment environment(String start, String speed) {
        return new MockEnvironment()
                .withProperty("dudao.rehearsal.start", start)
                .withProperty("dudao.rehearsal.speed", speed);
    }

    @Test
    void thereIsNoneUnlessAskedFor() {
        assertThat(Rehearsal.of(new MockEnvironment())).isEmpty();
        assertThat(Rehearsal.of(environment("", " "))).isEmpty();
        assertThat(Rehearsal.of(
                        environment("", "").withProperty("spring.datasource.url", "jdbc:postgresql://db/dudao")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2023-09-10T00:00:00Z, 1440, 2023-09-10T00:00:00Z",
        "' 2023-09-10T08:00:00+08:00 ', ' 1 ', 2023-09-10T00:00:00Z",
        "2023-09-10T00:00:00.5Z, 86400, 2023-09-10T00:00:00.5Z",
        "2000-01-01T00:00:00Z, 60, 2000-01-01T00:00:00Z"
    })
    void understandsInstantAndSpeed(String start, String speed, Instant instant) {
        Rehearsal rehearsal = Rehearsal.of(environment(start, speed)).orElseThrow();

        assertThat(rehearsal.start()).isEqualTo(instant);
        assertThat(rehearsal.speed()).isEqualTo(Integer.parseInt(speed.strip()));
    }

    @Test
    void refusesHalfOfIt() {
        assertRefused(environment(START, ""), "有 DUDAO_REHEARSAL_START，没有 DUDAO_REHEARSAL_SPEED");
        assertRefused(environment("", "1440"), "有 DUDAO_REHEARSAL_SPEED，没有 DUDAO_REHEARSAL_START");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-09-10",
                "2023-09-10T08:00",
                "2023-09-10T08:00:00",
                "2023-09-31T00:00:00Z",
                "明天",
                "1694304000"
            })
    void refusesWhatIsNoInstant(String start) {
        assertRefused(environment(start, "1440"), "“" + start + "”，这不是完整的时刻");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1999-12-31T23:59:59Z",
                "2100-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59Z",
                "-0001-01-01T00:00:00Z"
            })
    void refusesFarAwayYears(String start) {
        assertRefused(environment(start, "1440"), "2000年到2099年");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "86401", "99999999999999999999", "1e3", "fast", "1440x", "１４４０", "NaN"})
    void refusesOtherSpeeds(String speed) {
        assertRefused(environment(START, speed), "“" + speed + "”，应当是1到86400之间的整数");
    }

    @ParameterizedTest
    @CsvSource({"2023-09-10T00:00:00Z, 1440", "2023-09-10T00:00:00Z, ''", "'', 1440", "nonsense, 0"})
    void refusesADatabaseServerWhateverElseIsWrong(String start, String speed) {
        assertRefused(
                environment(start, speed).withProperty("spring.datasource.url", "jdbc:postgresql://db/dudao"),
                "演练只能用自带的示例数据库");
    }

    private static void assertRefused(MockEnvironment environment, String words) {
        assertThatThrownBy(() -> Rehearsal.of(environment))
                .isInstanceOf(RehearsalRefused.class)
                .hasMessageContaining(words)
                .satisfies(refused -> assertThat(((RehearsalRefused) refused).action())
                        .contains("DUDAO_REHEARSAL_START", "DUDAO_REHEARSAL_SPEED", "去掉"));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1分钟相当于1分钟",
        "90,1分钟相当于90分钟",
        "60,1分钟相当于1小时",
        "720,1分钟相当于12小时",
        "1440,1分钟相当于1天",
        "4320,1分钟相当于3天",
        "86400,1秒相当于1天"
    })
    void saysThePaceInWords(int speed, String words) {
        assertThat(new Rehearsal(Instant.parse(START), speed).pace()).isEqualTo(words);
    }
}
