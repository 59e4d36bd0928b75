package systems.tasker.events.template;

import java.util.SortedSet;

/** The publishers that a declaration may name. */
@FunctionalInterface
public interface KnownPublishers {

    /** Their names, {@code default} included. */
    SortedSet<String> names();

    /** Whether a declaration may name this one. */
    default boolean knows(String name) {
        return names().contains(name);
    }
}
