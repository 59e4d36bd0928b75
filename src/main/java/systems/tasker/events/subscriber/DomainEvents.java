package systems.tasker.events.subscriber;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;

/**
 * Narrows a CDI observer method of {@link systems.tasker.events.event.DomainEvent} to the events it wants.
 *
 * <p>{@code void on(@ObservesAsync @DomainEvents("payment.*") DomainEvent event)}. The patterns do not take part in CDI's resolution: the
 * event bus reads them and calls just the observers they select, each from a queue of its own.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
public @interface DomainEvents {

    /** Patterns such as {@code payment.*}. */
    @Nonbinding
    String[] value();

    /** Selects the observers, whatever their patterns. */
    final class Literal extends AnnotationLiteral<DomainEvents> implements DomainEvents {

        private static final long serialVersionUID = 1L;

        public static final Literal ANY = new Literal();

        private Literal() {}

        @Override
        public String[] value() {
            return new String[0];
        }
    }
}
