package org.dudao.platform.rehearsal;

import java.time.Clock;
import javax.sql.DataSource;
import org.dudao.platform.database.ConditionalOnEmbeddedDatabase;
import org.dudao.platform.database.DataDirectory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class RehearsalConfiguration {

    @Bean
    @ConditionalOnEmbeddedDatabase
    RehearsalData rehearsalData(Environment environment, DataDirectory directory, DataSource database) {
        return new RehearsalData(Rehearsal.of(environment).isPresent(), RehearsalMark.in(directory.path()), database);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnRehearsal
    static class Rehearsing {

        @Bean
        Rehearsal rehearsal(Environment environment) {
            return Rehearsal.of(environment).orElseThrow();
        }

        @Bean
        RehearsalEngine rehearsalEngine(Rehearsal rehearsal, DataDirectory directory) {
            return new RehearsalEngine(rehearsal, RehearsalMark.in(directory.path()));
        }

        @Bean
        FilterRegistrationBean<RehearsalPages> rehearsalPages(Rehearsal rehearsal, Clock clock) {
            FilterRegistrationBean<RehearsalPages> registration =
                    new FilterRegistrationBean<>(new RehearsalPages(rehearsal, clock));
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return registration;
        }
    }
}
