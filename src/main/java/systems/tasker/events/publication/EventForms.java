package systems.tasker.events.publication;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.event.EventName;
import systems.tasker.events.event.EventPattern;

/**
 * The form in which each event goes to its queues.
 *
 * @param namespaces namespaces whose events are slim
 * @param events events that are slim
 */
record EventForms(Set<String> namespaces, List<EventPattern> events) {

    static final EventForms FULL = new EventForms(Set.of(), List.of());

    EventForms {
        namespaces = Set.copyOf(namespaces);
        events = List.copyOf(events);
    }

    /** @param selected namespaces, and names or patterns of events, which have a dot or a star */
    static EventForms of(Collection<String> selected) {
        var byKind = selected.stream()
                .map(String::strip)
                .collect(Collectors.partitioningBy(text -> text.contains(".") || text.contains("*")));
        return new EventForms(
                Set.copyOf(byKind.get(false)),
                byKind.get(true).stream().map(EventPattern::new).toList());
    }

    /** The event as consumers of its queues read it. */
    DomainEvent of(DomainEvent event) {
        return isSlim(event.metadata().namespace(), event.eventName()) ? event.slim() : event;
    }

    boolean isSlim(String namespace, EventName name) {
        if (namespaces.contains(namespace)) {
            return true;
        }
        for (var pattern : events) {
            if (pattern.matches(name)) {
                return true;
            }
        }
        return false;
    }
}
