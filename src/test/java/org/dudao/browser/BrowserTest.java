package org.dudao.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.dudao.DudaoApplication;
import org.dudao.application.Town;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * The whole application with the sample town, seen through the system's Chromium. All classes share one application:
 * its start takes longer than a story. Jobs run when the story says so.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf("org.dudao.browser.Chromium#installed")
@SpringBootTest(
        classes = DudaoApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "camunda.bpm.job-execution.enabled=false",
            "dudao.sample-password=" + Town.PASSWORD,
            "dudao.data-dir=target/test-data/browser-${random.uuid}"
        })
@interface BrowserTest {}
