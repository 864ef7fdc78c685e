package org.dudao.caselog;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The log of cases on PostgreSQL: what is written reads the same, and whatever is tampered with shows. */
class CaseLogTest {

    private static final Instant NOW = Instant.parse("2023-09-21T15:59:59.999Z");

    private static EmbeddedPostgres server;
    private static JdbcClient jdbc;
    private static TransactionTemplate transaction;

    private final CaseLog log = new CaseLog(jdbc, Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.start();
        DataSource database = server.getPostgresDatabase();
        Flyway.configure()
                .dataSource(database)
                .schemas("dudao")
                .locations("classpath:db/migration")
                .load()
                .migrate();
        jdbc = JdbcClient.create(database);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void twoCases() {
        jdbc.sql("truncate dudao.case_log, dudao.case_head").update();
        for (String key : new String[] {"a", "b"}) {
            log.append(new Act(key, "OPENED", "交办").to("school-01").deadline(NOW, "方案规定"));
            log.append(new Act(key, "URGED", "催办").rule("P2 逾期").to("school-01"));
            log.append(new Act(key, "SUBMITTED", "办理提交").by("school-01.clerk").details("{\"b\": 1,  \"a\": \"一\"}"));
        }
    }

    @Test
    void readsAsItWasWritten() {
        assertThat(log.verify()).isEmpty();
        assertThat(log.read("a")).hasSize(3).allSatisfy(entry -> assertThat(entry.at())
                .isEqualTo(NOW));
        assertThat(log.read("a").get(0).deadline()).isEqualTo(NOW);
        assertThat(log.read("a").get(2).details()).isEqualTo("{\"b\": 1,  \"a\": \"一\"}");
        assertThat(log.read("nothing")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "update dudao.case_log set at = at + interval '1 microsecond' where case_key = 'b' and sequence = 2 | 2 | 改动",
                "update dudao.case_log set text = 'x' where case_key = 'b' and sequence = 1 | 1 | 改动",
                "update dudao.case_log set by_post = null where case_key = 'b' and sequence = 3 | 3 | 改动",
                "update dudao.case_log set details = '{}' where case_key = 'b' and sequence = 3 | 3 | 改动",
                "update dudao.case_log set evidence = '{aa}' where case_key = 'b' and sequence = 3 | 3 | 改动",
                "update dudao.case_log set rule = 'P1' where case_key = 'b' and sequence = 2 | 2 | 改动",
                "delete from dudao.case_log where case_key = 'b' and sequence = 2 | 2 | 缺少第2条",
                "delete from dudao.case_log where case_key = 'b' and sequence = 3 | 3 | 末尾缺少1条",
                "delete from dudao.case_log where case_key = 'b' | 1 | 末尾缺少3条",
                "delete from dudao.case_head where case_key = 'b' | 1 | 末尾标记不见了",
                "update dudao.case_head set entries = 2 where case_key = 'b' | 3 | 末尾标记与",
                "update dudao.case_head set hash = 'x' where case_key = 'b' | 3 | 末尾标记与",
                "update dudao.case_log set case_key = 'c' where case_key = 'b' | 1 | 末尾缺少3条",
            })
    void namesTheFirstBrokenRow(String tampering, int sequence, String words) {
        jdbc.sql(tampering).update();

        CaseLog.Break found = log.verify().orElseThrow();

        assertThat(found.caseKey()).isEqualTo("b");
        assertThat(found.sequence()).isEqualTo(sequence);
        assertThat(found.sentence()).contains(words);
    }

    @Test
    void writersOfOneCaseWaitForEachOther() throws Exception {
        int writers = 8;
        CountDownLatch ready = new CountDownLatch(writers);
        var pool = Executors.newFixedThreadPool(writers);
        var done = IntStream.range(0, writers)
                .mapToObj(i -> pool.submit(() -> {
                    ready.countDown();
                    ready.await();
                    transaction.executeWithoutResult(status -> {
                        log.append(new Act("c", "URGED", "催办"));
                        log.append(new Act("c", "LEFT", "离开"));
                    });
                    return null;
                }))
                .toList();
        for (var one : done) {
            one.get();
        }
        pool.shutdown();

        assertThat(log.read("c"))
                .extracting(CaseEntry::sequence)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 2 * writers).boxed().toList());
        assertThat(log.read("c")).extracting(CaseEntry::act).containsSubsequence("URGED", "LEFT", "URGED", "LEFT");
        assertThat(log.verify()).isEmpty();
    }

    @Test
    void whatIsRolledBackLeavesNoTrace() {
        transaction.executeWithoutResult(status -> {
            log.append(new Act("a", "LEFT", "离开"));
            status.setRollbackOnly();
        });

        assertThat(log.read("a")).hasSize(3);
        assertThat(log.verify()).isEmpty();
    }
}
