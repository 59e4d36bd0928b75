package systems.tasker.events.template;

import java.util.Collection;

/**
 * The queues there are, which grow with the templates. None is given up when a template goes: results that began with it are still under way,
 * and what waits in a queue waits for its consumer.
 */
public final class PlannedQueues implements TemplatePreparation {

    private final QueueCreation creation;
    private volatile QueuePlan plan;

    /** @param plan the queues of the start, which somebody else has created by the time the first result comes */
    public PlannedQueues(QueuePlan plan, QueueCreation creation) {
        this.plan = plan;
        this.creation = creation;
    }

    /** The queues there are by now. */
    public QueuePlan current() {
        return plan;
    }

    /** Creates the queues that are new. A database that is away stands in the way of these templates only that need any. */
    @Override
    public void prepare(Collection<TaskTemplate> next) {
        var extended = plan.with(next);
        if (!extended.equals(plan)) {
            creation.ensure(extended);
            plan = extended;
        }
    }
}
