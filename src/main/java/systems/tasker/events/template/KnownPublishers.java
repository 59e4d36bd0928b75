package systems.tasker.events.template;

import java.util.SortedSet;
import java.util.TreeSet;

/** The publishers that a declaration may name. */
@FunctionalInterface
public interface KnownPublishers {

    /** Their names, {@code default} included. */
    SortedSet<String> names();

    /** Any name: which publishers exist is not known, or found out later. */
    static KnownPublishers any() {
        return new KnownPublishers() {
            @Override
            public SortedSet<String> names() {
                return new TreeSet<>();
            }

            @Override
            public boolean knows(String name) {
                return true;
            }
        };
    }

    /** Whether a declaration may name this one. */
    default boolean knows(String name) {
        return names().contains(name);
    }
}
