package systems.tasker.events.simulation;

import java.util.Comparator;

/**
 * Identifies a declared event independent of the template's version.
 *
 * @param namespace the task's namespace
 * @param template the template's name
 * @param step the step as the template names it
 * @param event the event's name
 */
record DeclaredEvent(String namespace, String template, String step, String event)
        implements Comparable<DeclaredEvent> {

    private static final Comparator<DeclaredEvent> ORDER = Comparator.comparing(DeclaredEvent::namespace)
            .thenComparing(DeclaredEvent::template)
            .thenComparing(DeclaredEvent::step)
            .thenComparing(DeclaredEvent::event);

    @Override
    public int compareTo(DeclaredEvent other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + "/" + template + "/" + step + " " + event;
    }
}
