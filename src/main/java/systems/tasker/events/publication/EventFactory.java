package systems.tasker.events.publication;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.event.EventMetadata;
import systems.tasker.events.publisher.RegisteredPublisher;
import systems.tasker.events.publisher.StepEventContext;
import systems.tasker.events.template.StepDefinition;

/** Makes an event of the payload and the additional metadata that its publisher made. */
final class EventFactory {

    private final Clock clock;
    private final Supplier<UUID> ids;

    EventFactory(Clock clock, Supplier<UUID> ids) {
        this.clock = clock;
        this.ids = ids;
    }

    DomainEvent event(
            RegisteredPublisher publisher,
            StepEventContext context,
            StepRun run,
            JsonNode payload,
            ObjectNode additional) {
        var step = context.taskSequenceStep();
        var handler = run.definition().flatMap(StepDefinition::handlerCallable);
        return new DomainEvent(
                ids.get(),
                context.declaration().name(),
                context.declaration().version(),
                new DomainEvent.Payload(step, context.executionResult(), payload),
                new EventMetadata(
                        step.taskUuid(),
                        step.stepUuid(),
                        step.stepName(),
                        step.namespace(),
                        step.correlationId(),
                        clock.instant(),
                        publisher.firedBy(handler),
                        additional));
    }
}
