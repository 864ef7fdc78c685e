package org.dudao.platform.database;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Which database the application runs on.
 *
 * @param embedded true on the embedded PostgreSQL, with the sample town; false on a server of the operator's
 */
public record DatabaseMode(boolean embedded) {

    static final String URL_PROPERTY = "spring.datasource.url";

    /** The mode that {@code environment} asks for: embedded unless it names a database server. */
    public static DatabaseMode of(Environment environment) {
        return new DatabaseMode(!StringUtils.hasText(environment.getProperty(URL_PROPERTY)));
    }
}
