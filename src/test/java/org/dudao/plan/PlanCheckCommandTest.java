package org.dudao.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dudao.calendar.WorkingDays;
import org.dudao.platform.DefinitionFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCheckCommandTest {

    private static final String SAMPLE = "--check-plan=plans/hekou-2023.yaml";
    private static final String LETTER = "--check-plan=src/test/resources/plan/hekou-2023-letter.yaml";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int execute(String... args) {
        PlanCheck check = new PlanCheck(new WorkingDays(), new DefinitionFiles(""));
        return new PlanCheckCommand(check, new PrintStream(printed, true, StandardCharsets.UTF_8)).execute(args);
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void warningsAreNoFailure() {
        assertThat(execute(SAMPLE)).isZero();
        assertThat(output().lines())
                .startsWith(
                        "方案体检：河口镇学校安全生产督导行动方案（河办〔2023〕66号），2023年9月10日开始",
                        "1. 【提醒】2023年10月6日至11月10日这36天不属于任何一个阶段，方案没有说这段时间做什么。（S0）",
                        "   请在方案文件的 phases 里补上一个阶段，或者把行动的 end 提前到 2023-10-05；这段时间只做日常管理的，可以不改。")
                .endsWith("没有必须先改的问题，提醒8条。可以发起专项行动，发起后由承办人在“制定工作方案”里逐条确认。");
    }

    @Test
    void errorsAre() {
        assertThat(execute(LETTER)).isEqualTo(1);
        assertThat(output())
                .contains("1. 【必须先改】“报送自查隐患清单和自查总结”的期限写的是“2023年9月21日前”")
                .contains("必须先改的3个，提醒6条。改好以前不能发起专项行动。");
    }

    @Test
    void anotherStartMovesTheDays() {
        assertThat(execute("--spring.main.banner-mode=off", SAMPLE, "--start=2026-09-07"))
                .isZero();
        assertThat(output())
                .contains("2026年9月7日开始", "方案文件是按2023年9月10日开始写的", "2026年10月3日至11月7日这36天")
                .doesNotContain("2023年10月6日");
    }

    @Test
    void saysSoWhenThereIsNothing(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("clean.yaml");
        Files.writeString(
                file,
                Files.readString(Path.of("plans/hekou-2023.yaml"))
                        .replace("end: 2023-11-10", "end: 2023-10-10")
                        .replace("to: 2023-10-05", "to: 2023-10-10")
                        .replace("deadline: {on: 2023-09-21}", "deadline: {on: 2023-09-20}"));

        assertThat(execute("--check-plan=" + file, "--start=2026-03-02")).isZero();
        assertThat(output()).endsWith("没有发现问题，可以发起专项行动。" + System.lineSeparator());
    }

    @Test
    void aFileThatCannotBeReadFailsWithItsProblems(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("town.yaml");
        Files.writeString(file, SmallPlan.text().replace("kind: VILLAGE", "kind: VILAGE"));

        assertThat(execute("--check-plan=" + file)).isEqualTo(1);
        assertThat(output()).contains("town.yaml 有1处写错了", "1. 第25行：", "“VILLAGE”");
        assertThat(execute("--check-plan=nowhere.yaml")).isEqualTo(1);
        assertThat(output()).contains("nowhere.yaml", "打不开");
    }

    @Test
    void wrongArgumentsAreExplained() {
        assertThat(execute("--check-plan")).isEqualTo(2);
        assertThat(execute("--check-plan=")).isEqualTo(2);
        assertThat(output()).contains("没有写要检查哪个方案文件", "--check-plan=plans/hekou-2023.yaml");
        assertThat(execute(SAMPLE, "--start=2026-9-7")).isEqualTo(2);
        assertThat(output()).contains("“2026-9-7”不是日期", "--start=2026-09-07");
    }

    @Test
    void otherArgumentsStartTheApplication() {
        assertThat(PlanCheckCommand.run()).isEmpty();
        assertThat(PlanCheckCommand.run("--server.port=8081", "--start=2026-09-07", "--check-planet=x"))
                .isEmpty();
    }
}
