package systems.tasker.events.template;

import java.util.SortedSet;

/** The publishers a declaration may name; whoever discovers them says which there are. */
@FunctionalInterface
public interface KnownPublishers {

    /** Their names, {@code default} included. */
    SortedSet<String> names();

    /** Whether a declaration may name one. */
    default boolean knows(String name) {
        return names().contains(name);
    }
}
