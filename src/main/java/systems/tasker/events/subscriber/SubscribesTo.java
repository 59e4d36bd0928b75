package systems.tasker.events.subscriber;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The patterns of the events that a {@link BaseSubscriber} wants; read when the application is built. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SubscribesTo {

    /** Patterns such as {@code payment.*}; an event arrives once, however many of them match. */
    String[] value();
}
