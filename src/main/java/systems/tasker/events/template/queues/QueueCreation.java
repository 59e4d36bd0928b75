package systems.tasker.events.template.queues;

/** Creates queues. */
@FunctionalInterface
public interface QueueCreation {

    /**
     * Creates the missing queues of a plan and blocks until done; replicas may do so concurrently.
     *
     * @throws RuntimeException with a message for the operator when they cannot be created
     */
    void ensure(QueuePlan plan);
}
