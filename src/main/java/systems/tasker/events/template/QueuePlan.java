package systems.tasker.events.template;

import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import systems.tasker.events.queue.QueueName;

/** The required queues; immutable. */
public final class QueuePlan {

    private final String notificationQueue;
    private final Set<String> namespaces;
    private final Set<String> eventQueues;
    private final SortedSet<String> orderedQueues;

    /** @throws IllegalStateException when an event fans out into orchestration's queue, whose consumer would read it as a result */
    public QueuePlan(String notificationQueue, Collection<TaskTemplate> templates) {
        this(notificationQueue, new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), templates);
    }

    private QueuePlan(
            String notificationQueue,
            Set<String> namespaces,
            Set<String> eventQueues,
            SortedSet<String> orderedQueues,
            Collection<TaskTemplate> templates) {
        this.notificationQueue = notificationQueue;
        this.namespaces = namespaces;
        this.eventQueues = eventQueues;
        this.orderedQueues = orderedQueues;
        for (var template : templates) {
            var own = QueueName.ofEvents(template.namespaceName());
            namespaces.add(template.namespaceName());
            eventQueues.add(own);
            for (var event : template.events()) {
                eventQueues.addAll(event.fanOut());
                if (event.orderingKey().isPresent()) {
                    orderedQueues.add(own);
                    orderedQueues.addAll(event.fanOut());
                }
            }
        }
        if (eventQueues.stream().map(QueueName::new).anyMatch(new QueueName(notificationQueue)::equals)) {
            throw new IllegalStateException("A template sends events to " + notificationQueue
                    + ", which orchestration reads. Name another queue in its fan_out");
        }
    }

    /**
     * This plan and the queues of further templates.
     *
     * @throws IllegalStateException as the constructor does
     */
    QueuePlan with(Collection<TaskTemplate> templates) {
        return new QueuePlan(
                notificationQueue,
                new TreeSet<>(namespaces),
                new TreeSet<>(eventQueues),
                new TreeSet<>(orderedQueues),
                templates);
    }

    /** Plans are equal when they need the same queues and indexes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof QueuePlan plan
                && queues().equals(plan.queues())
                && orderedQueues.equals(plan.orderedQueues);
    }

    @Override
    public int hashCode() {
        return queues().hashCode();
    }

    /** The queue that orchestration reads. */
    public String notificationQueue() {
        return notificationQueue;
    }

    public boolean hasQueueFor(String namespace) {
        return namespaces.contains(namespace);
    }

    /** Every queue: orchestration's, one per namespace, those that events fan out into, and a dead-letter queue for each of these. */
    public SortedSet<String> queues() {
        var queues = new TreeSet<>(eventQueues);
        eventQueues.forEach(queue -> queues.add(QueueName.ofDeadLetters(queue)));
        queues.add(notificationQueue);
        return queues;
    }

    /** The queues with events that have an ordering key. */
    public SortedSet<String> orderedQueues() {
        return new TreeSet<>(orderedQueues);
    }
}
