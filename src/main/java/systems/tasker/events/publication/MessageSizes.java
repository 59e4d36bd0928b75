package systems.tasker.events.publication;

import java.util.List;
import java.util.function.Predicate;

import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.JsonLimits;
import systems.tasker.events.json.JsonLimits.TreeSizes;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.template.EventDeclaration;

/**
 * The characters of the messages that one result becomes, as PostgreSQL writes them: every durable event holds its context and the whole
 * result, and the result again as its payload unless a publisher makes another one. A slim event holds no context, and the result once.
 *
 * @param context characters of the context
 * @param result characters of the result
 * @param notification characters of the notification of orchestration
 * @param memory bytes of heap that context and result retain
 * @param isSlim which events go to their queues in the slim form
 */
record MessageSizes(long context, long result, long notification, long memory, Predicate<EventDeclaration> isSlim) {

    // Names of fields, ids, names and times around the three parts of an event; and those of a short notification.
    private static final int ENVELOPE = 1_000;

    static MessageSizes of(StepRun run, PublicationConfig.Form form, EventForms forms) {
        var result = JsonLimits.sizes(run.result().json());
        var context =
                run.context().map(TaskSequenceStep::json).map(JsonLimits::sizes).orElse(TreeSizes.NONE);
        return new MessageSizes(
                context.characters(),
                result.characters(),
                ENVELOPE + (form == PublicationConfig.Form.RESULT ? result.characters() : 0),
                context.memory() + result.memory(),
                declaration -> forms.isSlim(run.namespace(), declaration.name()));
    }

    /** Characters of the notification and the durable events of a plan, with every copy. */
    long of(List<PlannedEvent> plan) {
        var size = notification;
        for (var planned : plan) {
            if (planned.durable().isPresent()) {
                size += copies(planned.durable().get().fanOut()) * sizeOf(planned);
            }
        }
        return size;
    }

    private long sizeOf(PlannedEvent planned) {
        var additional = planned.durable().orElseThrow().event().metadata().additional();
        return sizeOf(planned.declaration().orElseThrow(), planned.payloadSize())
                + (additional.isEmpty() ? 0 : JsonLimits.writtenSize(additional));
    }

    /** @param ownPayload characters of a payload that is not the result; zero where it is */
    private long sizeOf(EventDeclaration declaration, long ownPayload) {
        return isSlim.test(declaration)
                ? ENVELOPE + result + ownPayload
                : ENVELOPE + context + result + (ownPayload == 0 ? result : ownPayload);
    }

    /**
     * The problem of a result that is larger than its messages may be.
     *
     * @param due the declared durable events whose condition holds
     * @param hasOwnPayload whether a publisher makes the payload, whose size is not known yet
     * @return null when it is small enough
     */
    InputProblem problem(List<EventDeclaration> due, Predicate<EventDeclaration> hasOwnPayload, long max) {
        var messages = 1L;
        var size = notification;
        for (var event : due) {
            var copies = copies(event.fanOut());
            messages += copies;
            // Its own payload is not counted, because it is not known.
            size += copies * (sizeOf(event, 0) - (hasOwnPayload.test(event) && !isSlim.test(event) ? result : 0));
        }
        return size <= max
                ? null
                : InputProblem.invalid(
                        "",
                        ("becomes %d characters in %d messages, its notification and %d durable events with their copies:"
                                        + " %d at most, which follows from tasker.ingress.max-body-size")
                                .formatted(size, messages, due.size(), max));
    }

    private static long copies(List<String> fanOut) {
        return 1L + fanOut.size();
    }
}
