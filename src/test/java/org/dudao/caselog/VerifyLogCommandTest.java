package org.dudao.caselog;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The command on a database server: its words, its exit code, and that it leaves everything as it is. */
@ExtendWith(OutputCaptureExtension.class)
class VerifyLogCommandTest {

    private static EmbeddedPostgres server;
    private static JdbcClient jdbc;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.start();
        Flyway.configure()
                .dataSource(server.getPostgresDatabase())
                .schemas("dudao")
                .locations("classpath:db/migration")
                .load()
                .migrate();
        jdbc = JdbcClient.create(server.getPostgresDatabase());
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void twoCases() {
        jdbc.sql("truncate dudao.case_log, dudao.case_head").update();
        for (String key : new String[] {"hekou-2023/school-01", "hekou-2023/school-02"}) {
            at("2023-09-21T00:30:00Z").append(new Act(key, "OPENED", "交办").to("school-01"));
            at("2023-09-22T01:00:05Z").append(new Act(key, "URGED", "催办").rule("P2 逾期"));
            at("2023-09-26T01:00:00Z").append(new Act(key, "SUPERVISED", "督办").rule("P4 催办无果"));
        }
    }

    private static CaseLog at(String instant) {
        return new CaseLog(jdbc, Clock.fixed(Instant.parse(instant), ZoneOffset.UTC));
    }

    private int execute() {
        return execute("postgres");
    }

    private int execute(String database) {
        return new VerifyLogCommand(new PrintStream(printed, true, StandardCharsets.UTF_8))
                .execute(
                        "--verify-log",
                        "--spring.datasource.url=" + server.getJdbcUrl("postgres", database),
                        "--spring.datasource.username=postgres");
    }

    private List<String> output() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aWholeLog() {
        assertThat(execute()).isZero();
        assertThat(output()).containsExactly("办理记录核对：共2个事项、6条记录。", "全部完好：每一条都和写入时相同，没有缺少，也没有多出。");
    }

    @Test
    void anEmptyLogIsWhole() {
        jdbc.sql("truncate dudao.case_log, dudao.case_head").update();

        assertThat(execute()).isZero();
        assertThat(output()).startsWith("办理记录核对：共0个事项、0条记录。");
    }

    @Test
    void aTamperedRow() {
        tamper("update dudao.case_log set rule = 'P1' where case_key = 'hekou-2023/school-02' and sequence = 2");

        assertThat(execute()).isEqualTo(1);
        assertThat(output())
                .startsWith(
                        "办理记录核对：共2个事项、6条记录。",
                        "发现问题，第一处在：",
                        "  事项编号：hekou-2023/school-02",
                        "  第几条：第2条",
                        "  时间：记录上写的是2023年9月22日 09:00:05",
                        "  哪里不对：第2条记录“催办”与写入时不同，可能被改动。",
                        "请这样办：")
                .anyMatch(line -> line.contains("备份"));
    }

    @Test
    void aDeletedMiddleRow() {
        tamper("delete from dudao.case_log where case_key = 'hekou-2023/school-01' and sequence = 2");

        assertThat(execute()).isEqualTo(1);
        assertThat(output())
                .contains(
                        "办理记录核对：共2个事项、5条记录。",
                        "  事项编号：hekou-2023/school-01",
                        "  第几条：第2条",
                        "  时间：记录已经不在，它前面一条记于2023年9月21日 08:30:00",
                        "  哪里不对：缺少第2条记录，可能被删除。");
    }

    @Test
    void aRemovedLastRow() {
        tamper("delete from dudao.case_log where case_key = 'hekou-2023/school-01' and sequence = 3");

        assertThat(execute()).isEqualTo(1);
        assertThat(output()).contains("  第几条：第3条", "  时间：记录已经不在，它前面一条记于2023年9月22日 09:00:05", "  哪里不对：末尾缺少1条记录，可能被删除。");
    }

    @Test
    void aCaseWithoutRows() {
        tamper("delete from dudao.case_log where case_key = 'hekou-2023/school-01'");

        assertThat(execute()).isEqualTo(1);
        assertThat(output()).contains("办理记录核对：共2个事项、3条记录。", "  时间：记录已经不在，前面也没有别的记录", "  哪里不对：末尾缺少3条记录，可能被删除。");
    }

    @Test
    void aDatabaseThatIsNotOursOrNotThere(CapturedOutput log) {
        assertThat(execute("template1")).isEqualTo(2);
        assertThat(output()).anyMatch(line -> line.startsWith("没有核对办理记录") && line.contains("dudao.case_log"));

        assertThat(execute("nowhere")).isEqualTo(2);
        assertThat(output()).anyMatch(line -> line.contains("\"nowhere\""));
        assertThat(output().get(output().size() - 1)).contains("DUDAO_DATA_DIR");
        assertThat(log).doesNotContain("\tat ");
    }

    @Test
    void doesNotMakeADatabaseWhereThereIsNone(@TempDir Path directory, CapturedOutput log) {
        Path data = directory.resolve("data");

        int exitCode = new VerifyLogCommand(new PrintStream(printed, true, StandardCharsets.UTF_8))
                .execute("--verify-log", "--spring.datasource.url=", "--dudao.data-dir=" + data);

        assertThat(exitCode).isEqualTo(2);
        assertThat(output()).startsWith("没有核对办理记录：数据库没有打开，原因见上面。");
        assertThat(log).contains("数据目录 " + data + " 里没有督导的数据库", "请用环境变量 DUDAO_DATA_DIR");
        assertThat(data).doesNotExist();
    }

    @Test
    void otherArgumentsStartTheApplication() {
        assertThat(VerifyLogCommand.run()).isEmpty();
        assertThat(VerifyLogCommand.run("--verify-logs", "--check-plan=x")).isEmpty();
    }

    private static void tamper(String sql) {
        assertThat(jdbc.sql(sql).update()).isPositive();
    }
}
