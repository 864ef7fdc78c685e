package org.dudao.platform.rehearsal;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.dudao.platform.database.DatabaseMode;
import org.springframework.core.env.Environment;

/**
 * What kind of rehearsal was asked for.
 *
 * @param start the instant at which it begins, between the years 2000 and 2100
 * @param speed how many times as fast as real time its clock runs, from 1 to {@value #FASTEST}
 */
record Rehearsal(Instant start, int speed) {

    static final String START = "DUDAO_REHEARSAL_START";
    static final String SPEED = "DUDAO_REHEARSAL_SPEED";

    /** A day a second: beyond it the timers of many days would fall into one round of the job executor. */
    static final int FASTEST = 86_400;

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");
    private static final String EXAMPLE =
            START + "=2023-09-10T00:00:00Z（北京时间2023年9月10日8点开始）、" + SPEED + "=1440（1分钟相当于1天）";
    private static final String EITHER = "要演练，请写成这样：" + EXAMPLE + "；不演练，请把这两个变量都去掉。";

    /**
     * The rehearsal that {@code environment} asks for, empty if it asks for none.
     *
     * @throws RehearsalRefused if one of the two variables is missing or wrong, or the database is a server's
     */
    static Optional<Rehearsal> of(Environment environment) {
        String start = environment.getProperty("dudao.rehearsal.start", "").strip();
        String speed = environment.getProperty("dudao.rehearsal.speed", "").strip();
        if (start.isEmpty() && speed.isEmpty()) {
            return Optional.empty();
        }
        if (!DatabaseMode.of(environment).embedded()) {
            throw new RehearsalRefused(
                    "设置了演练时间（%s、%s），又指定了数据库服务器（SPRING_DATASOURCE_URL）。演练只能用自带的示例数据库，本次启动已停止，数据没有改动。"
                            .formatted(START, SPEED),
                    "要正式使用，请去掉 %s 和 %s；要演练，请去掉 SPRING_DATASOURCE_URL，并用 DUDAO_DATA_DIR 指定一个新目录。"
                            .formatted(START, SPEED));
        }
        if (start.isEmpty() || speed.isEmpty()) {
            throw new RehearsalRefused(
                    "演练时间只写了一半：有 %s，没有 %s。".formatted(start.isEmpty() ? SPEED : START, start.isEmpty() ? START : SPEED),
                    EITHER);
        }
        return Optional.of(new Rehearsal(instant(start), number(speed)));
    }

    private static Instant instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            if (instant.isBefore(EARLIEST) || !instant.isBefore(LATEST)) {
                throw new RehearsalRefused("%s 写的是“%s”，超出了2000年到2099年。".formatted(START, text), "请把年份改对。" + EITHER);
            }
            return instant;
        } catch (DateTimeParseException e) {
            throw new RehearsalRefused(
                    "%s 写的是“%s”，这不是完整的时刻。".formatted(START, text), "时刻要写全年月日、时分秒和时区，末尾的 Z 表示世界时，比北京时间早8小时。" + EITHER);
        }
    }

    private static int number(String text) {
        // Nine digits fit into an int.
        int speed = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (speed < 1 || speed > FASTEST) {
            throw new RehearsalRefused(
                    "%s 写的是“%s”，应当是1到%d之间的整数。".formatted(SPEED, text, FASTEST),
                    "它表示演练的时间比真实时间快多少倍：60 是1分钟相当于1小时，1440 是1分钟相当于1天，86400 是1秒相当于1天。" + EITHER);
        }
        return speed;
    }

    /** What a minute or second of real time amounts to, in Chinese. */
    String pace() {
        if (speed % 86_400 == 0) {
            return "1秒相当于%d天".formatted(speed / 86_400);
        }
        if (speed % 1440 == 0) {
            return "1分钟相当于%d天".formatted(speed / 1440);
        }
        return speed % 60 == 0 ? "1分钟相当于%d小时".formatted(speed / 60) : "1分钟相当于%d分钟".formatted(speed);
    }
}
