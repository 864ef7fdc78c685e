package org.dudao.platform.web;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.rest.security.auth.ProcessEngineAuthenticationFilter;
import org.camunda.bpm.engine.rest.security.auth.impl.HttpBasicAuthenticationProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The filters in front of the engine's REST API, of the webapps' API and of our own. */
@Configuration(proxyBeanMethods = false)
@Import({ApiErrorAdvice.class, WebappFiles.class})
public class WebEdgeConfiguration {

    private static final String ENGINE_REST = "/engine-rest/*";
    private static final String WEBAPPS_API = "/camunda/api/*";
    private static final String OWN_API = "/api/*";

    /** Most bytes of a request's body to the engine; evidence has an endpoint of its own. */
    private static final long LARGEST_BODY = 1_000_000;

    private static final int ERRORS_FIRST = -200;
    private static final int THEN_AUTHENTICATION = -100;

    @Bean
    FilterRegistrationBean<RestErrorFilter> engineErrorFilter() {
        return errorFilter("engineErrorFilter", LARGEST_BODY, ENGINE_REST, WEBAPPS_API);
    }

    @Bean
    FilterRegistrationBean<RestErrorFilter> apiErrorFilter() {
        return errorFilter("apiErrorFilter", Long.MAX_VALUE, OWN_API);
    }

    @Bean
    FilterRegistrationBean<ProcessEngineAuthenticationFilter> engineRestAuthenticationFilter() {
        FilterRegistrationBean<ProcessEngineAuthenticationFilter> registration =
                new FilterRegistrationBean<>(new ProcessEngineAuthenticationFilter());
        registration.setName("engineRestAuthenticationFilter");
        registration.addInitParameter(
                ProcessEngineAuthenticationFilter.AUTHENTICATION_PROVIDER_PARAM,
                HttpBasicAuthenticationProvider.class.getName());
        registration.addUrlPatterns(ENGINE_REST);
        registration.setOrder(THEN_AUTHENTICATION);
        return registration;
    }

    @Bean
    FilterRegistrationBean<ApiAuthenticationFilter> apiAuthenticationFilter(ObjectProvider<IdentityService> identity) {
        FilterRegistrationBean<ApiAuthenticationFilter> registration =
                new FilterRegistrationBean<>(new ApiAuthenticationFilter(identity::getObject));
        registration.setName("apiAuthenticationFilter");
        registration.addUrlPatterns(OWN_API);
        registration.setOrder(THEN_AUTHENTICATION);
        return registration;
    }

    private static FilterRegistrationBean<RestErrorFilter> errorFilter(String name, long limit, String... patterns) {
        FilterRegistrationBean<RestErrorFilter> registration = new FilterRegistrationBean<>(new RestErrorFilter(limit));
        registration.setName(name);
        registration.addUrlPatterns(patterns);
        registration.setOrder(ERRORS_FIRST);
        return registration;
    }
}
