package org.dudao.platform.rehearsal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Only in a rehearsal. Asking refuses the start, before anything is opened, if the settings of one are wrong. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Conditional(ConditionalOnRehearsal.OnRehearsal.class)
@interface ConditionalOnRehearsal {

    /** Asks {@link Rehearsal}. */
    class OnRehearsal implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Rehearsal.of(context.getEnvironment()).isPresent();
        }
    }
}
