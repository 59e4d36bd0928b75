package systems.tasker.events.template.queues;

import java.util.Collection;

import systems.tasker.events.template.TaskTemplate;
import systems.tasker.events.template.TemplatePreparation;

/**
 * The existing queues, which grow with the templates. None is dropped when a template is removed: results that started with it are still
 * being processed, and messages in a queue wait for their consumer.
 */
public final class PlannedQueues implements TemplatePreparation {

    private final QueueCreation creation;
    private volatile QueuePlan plan;

    /** @param plan the queues of the start, which are created elsewhere before the first result */
    public PlannedQueues(QueuePlan plan, QueueCreation creation) {
        this.plan = plan;
        this.creation = creation;
    }

    /** The queues that exist now. */
    public QueuePlan current() {
        return plan;
    }

    /** Creates new queues. An unavailable database affects only templates that need a new queue. */
    @Override
    public void prepare(Collection<TaskTemplate> next) {
        var extended = plan.with(next);
        if (!extended.equals(plan)) {
            creation.ensure(extended);
            plan = extended;
        }
    }
}
