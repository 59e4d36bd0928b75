package systems.tasker.events.publication;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which queues there have to be, and how they are called. */
public final class QueuePlan {

    private final String notificationQueue;
    private final Set<String> namespaces;

    QueuePlan(String notificationQueue, Set<String> namespaces) {
        this.notificationQueue = notificationQueue;
        this.namespaces = Set.copyOf(namespaces);
    }

    /** The queue that orchestration reads. */
    public String notificationQueue() {
        return notificationQueue;
    }

    /** The queue of a namespace's durable events. */
    public String eventQueue(String namespace) {
        return namespace + "_domain_events";
    }

    boolean hasQueueFor(String namespace) {
        return namespaces.contains(namespace);
    }

    /** Every queue: orchestration's, and two per namespace, one of them for dead letters. */
    public SortedSet<String> queues() {
        var queues = new TreeSet<String>();
        queues.add(notificationQueue);
        for (var namespace : namespaces) {
            queues.add(eventQueue(namespace));
            queues.add(eventQueue(namespace) + "_dlq");
        }
        return queues;
    }
}
