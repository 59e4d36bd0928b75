package systems.tasker.events.template.queues;

import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import systems.tasker.events.queue.QueueName;
import systems.tasker.events.template.TaskTemplate;

/** The required queues; immutable. */
public final class QueuePlan {

    private final String notificationQueue;
    private final Set<String> eventQueues;
    private final SortedSet<String> orderedQueues;

    /** @throws IllegalStateException when an event fans out into orchestration's queue, whose consumer would read it as a result */
    public QueuePlan(String notificationQueue, Collection<TaskTemplate> templates) {
        this(notificationQueue, new TreeSet<>(), new TreeSet<>(), templates);
    }

    private QueuePlan(
            String notificationQueue,
            Set<String> eventQueues,
            SortedSet<String> orderedQueues,
            Collection<TaskTemplate> templates) {
        this.notificationQueue = notificationQueue;
        this.eventQueues = eventQueues;
        this.orderedQueues = orderedQueues;
        for (var template : templates) {
            var own = QueueName.ofEvents(template.namespaceName());
            for (var event : template.events()) {
                if (!event.deliveryMode().isDurable()) {
                    continue;
                }
                eventQueues.add(own);
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
        return new QueuePlan(notificationQueue, new TreeSet<>(eventQueues), new TreeSet<>(orderedQueues), templates);
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

    /** Whether a template of the namespace declares durable events. */
    public boolean hasQueueFor(String namespace) {
        return eventQueues.contains(QueueName.ofEvents(namespace));
    }

    /**
     * Every queue: orchestration's, one per namespace with durable events, those that events fan out into, and a dead-letter queue for
     * each of these.
     */
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
