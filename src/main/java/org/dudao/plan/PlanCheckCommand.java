package org.dudao.plan;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dudao.calendar.WorkingDays;
import org.dudao.platform.CommandLine;
import org.dudao.platform.DefinitionFiles;

/**
 * The command {@code --check-plan=FILE [--start=DAY]}: prints in Chinese what {@link PlanCheck} finds, without starting
 * database or web server. The models are those that an application started here would have.
 */
public final class PlanCheckCommand {

    static final int OK = 0;
    static final int ERRORS = 1;
    static final int WRONG_USE = 2;

    private static final String CHECK = "--check-plan";
    private static final String START = "--start";

    private final PlanCheck check;
    private final PrintStream out;

    PlanCheckCommand(PlanCheck check, PrintStream out) {
        this.check = check;
        this.out = out;
    }

    /**
     * Runs the command if the arguments ask for it.
     *
     * @return the exit code: 0 without errors (there may be warnings), 1 with errors or a file that cannot be read, 2
     *     for wrong arguments; empty if the arguments do not ask for the command
     */
    public static OptionalInt run(String... args) {
        if (CommandLine.option(args, CHECK).isEmpty()) {
            return OptionalInt.empty();
        }
        String definitions = Optional.ofNullable(System.getenv("DUDAO_DEFINITIONS_DIR"))
                .orElse(System.getProperty("dudao.definitions-dir", ""));
        PlanCheck check = new PlanCheck(new WorkingDays(), new DefinitionFiles(definitions));
        try (PrintStream out = CommandLine.output()) {
            return OptionalInt.of(new PlanCheckCommand(check, out).execute(args));
        }
    }

    int execute(String... args) {
        String file = CommandLine.option(args, CHECK).orElse("");
        Optional<String> day = CommandLine.option(args, START);
        if (file.isBlank()) {
            out.println("没有写要检查哪个方案文件。请这样写：--check-plan=plans/hekou-2023.yaml --start=2026-09-07（--start 可以不写）");
            return WRONG_USE;
        }
        LocalDate start = null;
        try {
            start = day.isPresent() ? LocalDate.parse(day.get()) : null;
        } catch (DateTimeParseException e) {
            out.println("开始日期“%s”不是日期，请写成 --start=2026-09-07 这样（年4位、月2位、日2位）".formatted(day.get()));
            return WRONG_USE;
        }
        try {
            Plan plan = new PlanReader().read(Path.of(file));
            return report(plan, start == null ? plan.start() : start);
        } catch (PlanProblem e) {
            out.println("方案文件 %s 有%d处写错了，改好才能检查：".formatted(file, e.problems().size()));
            print(e.problems());
            return ERRORS;
        }
    }

    private int report(Plan plan, LocalDate start) {
        List<Finding> findings = check.check(plan, start);
        long errors = findings.stream().filter(Finding::isError).count();
        out.println("方案体检：%s（%s），%s开始".formatted(plan.title(), plan.number(), DayRange.inWords(start)));
        if (!start.equals(plan.start())) {
            out.println("方案文件是按%s开始写的。下面带“年月日”的是推算以后的日子，像 %s 这样写的是文件里的日子。"
                    .formatted(DayRange.inWords(plan.start()), plan.start()));
        }
        print(findings.stream()
                .map(finding -> "【%s】%s%s%n   %s"
                        .formatted(
                                finding.severity().word(),
                                finding.sentence(),
                                finding.rows().isEmpty() ? "" : "（" + String.join("、", finding.rows()) + "）",
                                finding.remedy()))
                .toList());
        out.println(summary(errors, findings.size() - errors));
        return errors == 0 ? OK : ERRORS;
    }

    private static String summary(long errors, long warnings) {
        if (errors > 0) {
            return "必须先改的%d个，提醒%d条。改好以前不能发起专项行动。".formatted(errors, warnings);
        }
        return warnings > 0
                ? "没有必须先改的问题，提醒%d条。可以发起专项行动，发起后由承办人在“制定工作方案”里逐条确认。".formatted(warnings)
                : "没有发现问题，可以发起专项行动。";
    }

    private void print(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            out.println("%d. %s".formatted(i + 1, lines.get(i)));
        }
    }
}
