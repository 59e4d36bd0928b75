package systems.tasker.events.template;

/** Creates queues. */
@FunctionalInterface
public interface QueueCreation {

    /**
     * Creates the queues of a plan that are missing, and waits for it; several replicas may do so at once.
     *
     * @throws RuntimeException with a sentence that says what is missing, where they cannot be created
     */
    void ensure(QueuePlan plan);
}
