package org.dudao.caselog;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.OptionalInt;
import org.dudao.caselog.CaseLog.Break;
import org.dudao.caselog.CaseLog.Check;
import org.dudao.platform.CommandLine;
import org.dudao.platform.database.ReadOnlyDatabase;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The command {@code --verify-log}: checks the log of every case in the configured database and prints in Chinese what
 * it found. It starts neither engine nor web server and changes nothing.
 */
public final class VerifyLogCommand {

    static final int WHOLE = 0;
    static final int BROKEN = 1;
    static final int NOT_CHECKED = 2;

    private static final String VERIFY = "--verify-log";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

    private final PrintStream out;

    VerifyLogCommand(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the command if the arguments ask for it.
     *
     * @return the exit code: 0 where every log is whole, 1 where one is broken, 2 where the database could not be read;
     *     empty if the arguments do not ask for the command
     */
    public static OptionalInt run(String... args) {
        if (CommandLine.option(args, VERIFY).isEmpty()) {
            return OptionalInt.empty();
        }
        try (PrintStream out = CommandLine.output()) {
            return OptionalInt.of(new VerifyLogCommand(out).execute(args));
        }
    }

    int execute(String... args) {
        try (ConfigurableApplicationContext database = ReadOnlyDatabase.open(CaseLog.class, args)) {
            return check(database.getBean(CaseLog.class));
        } catch (RuntimeException e) {
            out.println("没有核对办理记录：数据库没有打开，原因见上面。");
            out.println("督导正在运行的，请先停下它再核对；不想停的，由督导组负责人登录后在浏览器里打开 /api/log/verification。");
            return NOT_CHECKED;
        }
    }

    private int check(CaseLog log) {
        Check check;
        try {
            check = log.check();
        } catch (DataAccessException | TransactionException e) {
            out.println("没有核对办理记录：数据库里读不出来（" + e.getMostSpecificCause().getMessage() + "）。");
            out.println("请检查 SPRING_DATASOURCE_URL 或 DUDAO_DATA_DIR 指的是不是督导的数据库、数据库有没有启动、账号密码对不对，改好后再核对。");
            return NOT_CHECKED;
        }
        return report(check);
    }

    private int report(Check check) {
        out.println("办理记录核对：共%d个事项、%d条记录。".formatted(check.cases(), check.entries()));
        if (check.broken().isEmpty()) {
            out.println("全部完好：每一条都和写入时相同，没有缺少，也没有多出。");
            return WHOLE;
        }
        Break broken = check.broken().get();
        out.println("发现问题，第一处在：");
        out.println("  事项编号：" + broken.caseKey());
        out.println("  第几条：第%d条".formatted(broken.sequence()));
        out.println("  时间：" + time(broken));
        out.println("  哪里不对：" + broken.sentence() + "。");
        out.println("请这样办：");
        out.println("  1. 先不要再改动数据库，立即备份现在的样子，留作证据。");
        out.println("  2. 看这个事项的全部记录：督导运行时，由督导组登录后打开 /api/cases/%s/explanation。".formatted(broken.caseKey()));
        out.println("  3. 取出最近的备份，对备份运行同一个命令，找到最后一份完好的，对照这个事项的记录，弄清改了什么。");
        out.println("  4. 报告镇领导和督导组，查清谁在什么时候动过数据库；查清以前，这个事项不作为问责依据。");
        out.println("这是第一处，后面可能还有；这一处处理完再核对一次。");
        return BROKEN;
    }

    private static String time(Break broken) {
        if (broken.at() != null) {
            return "记录上写的是" + TIME.format(broken.at());
        }
        Instant before = broken.before();
        return before == null ? "记录已经不在，前面也没有别的记录" : "记录已经不在，它前面一条记于" + TIME.format(before);
    }
}
