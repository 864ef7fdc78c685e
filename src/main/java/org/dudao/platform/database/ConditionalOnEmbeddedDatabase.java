package org.dudao.platform.database;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Only on the embedded database, as {@link DatabaseMode#embedded()} says: for the sample town and its like. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Conditional(ConditionalOnEmbeddedDatabase.OnEmbeddedDatabase.class)
public @interface ConditionalOnEmbeddedDatabase {

    /** Asks {@link DatabaseMode}. */
    class OnEmbeddedDatabase implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return DatabaseMode.of(context.getEnvironment()).embedded();
        }
    }
}
