package org.dudao.models;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.dudao.DudaoApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The whole application on embedded PostgreSQL with the sample town, without its web server; jobs run when the test
 * says so. All classes share one context: its engine has a name of its own, so that it may live beside others.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = DudaoApplication.class,
        properties = {
            "camunda.bpm.process-engine-name=models",
            "camunda.bpm.job-execution.enabled=false",
            "dudao.schools-per-transaction=3",
            "dudao.duties-per-transaction=20",
            // Nothing here has to outlive a power failure.
            "spring.datasource.hikari.connection-init-sql=SET synchronous_commit TO off",
            "dudao.sample-password=rehearsal-of-the-models",
            "dudao.data-dir=target/test-data/${random.uuid}"
        })
@Import(ModelTest.Coverage.class)
@interface ModelTest {

    @TestConfiguration(proxyBeanMethods = false)
    class Coverage {

        @Bean
        ModelCoverage modelCoverage() {
            return new ModelCoverage();
        }

        @Bean
        Interleaving interleaving() {
            return new Interleaving();
        }
    }
}
