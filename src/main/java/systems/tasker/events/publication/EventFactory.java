package systems.tasker.events.publication;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.event.EventMetadata;
import systems.tasker.events.json.Json;
import systems.tasker.events.json.JsonLimits;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.publisher.RegisteredPublisher;
import systems.tasker.events.publisher.StepEventContext;
import systems.tasker.events.template.EventDeclaration;
import systems.tasker.events.template.StepDefinition;

/** Makes an event with its publisher: payload, schema, metadata, last look. Runs where the publisher may run. */
final class EventFactory {

    private final PublisherRegistry publishers;
    private final JsonLimits limits;
    private final Clock clock;
    private final Supplier<UUID> ids;

    EventFactory(PublisherRegistry publishers, JsonLimits limits, Clock clock, Supplier<UUID> ids) {
        this.publishers = publishers;
        this.limits = limits;
        this.clock = clock;
        this.ids = ids;
    }

    /** How far the event gets; throws what the publisher throws. */
    PublicationOutcome make(RegisteredPublisher registered, StepEventContext context, StepRun run) {
        BasePublisher publisher = registered.publisher();
        var declaration = context.declaration();
        var asked = publishers.isDefault(registered) ? context : context.isolated();
        if (!publisher.shouldPublish(asked)) {
            return not(Status.SKIPPED, Reason.SHOULD_PUBLISH, declaration, run);
        }
        var payload = Json.tree(publisher.transformPayload(asked));
        // What came in was checked when it did; what a publisher made was not.
        if (payload != context.result() && !limits.allow(payload)) {
            return not(Status.FAILED, Reason.PAYLOAD_UNSTORABLE, declaration, run);
        }
        if (declaration.schema().isPresent()) {
            var evaluation = declaration.schema().get().evaluate(payload);
            if (!evaluation.isValid()) {
                var reason = evaluation.isTooCostly() ? Reason.SCHEMA_TOO_COSTLY : Reason.SCHEMA;
                return not(Status.REJECTED, reason, declaration, run).with(evaluation.violations());
            }
        }
        var additional = publisher.additionalMetadata(asked);
        if (!limits.allow(additional)) {
            return not(Status.FAILED, Reason.PAYLOAD_UNSTORABLE, declaration, run);
        }
        var step = context.taskSequenceStep();
        var event = new DomainEvent(
                ids.get(),
                declaration.name(),
                declaration.version(),
                new DomainEvent.Payload(step, context.executionResult(), payload),
                new EventMetadata(
                        step.taskUuid(),
                        step.stepUuid(),
                        step.stepName(),
                        step.namespace(),
                        step.correlationId(),
                        clock.instant(),
                        firedBy(registered, run),
                        additional));
        return publisher.beforePublish(event)
                ? PublicationOutcome.published(declaration, event)
                : not(Status.SKIPPED, Reason.BEFORE_PUBLISH, declaration, run);
    }

    private String firedBy(RegisteredPublisher publisher, StepRun run) {
        return publishers.isDefault(publisher)
                ? run.definition().flatMap(StepDefinition::handlerCallable).orElse(publisher.name())
                : publisher.name();
    }

    private static PublicationOutcome not(Status status, Reason reason, EventDeclaration declaration, StepRun run) {
        return PublicationOutcome.not(status, reason, declaration, run.namespace());
    }
}
