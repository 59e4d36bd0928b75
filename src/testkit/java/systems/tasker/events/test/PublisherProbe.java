package systems.tasker.events.test;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.common.annotation.NonBlocking;

import systems.tasker.events.json.Json;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.StepEventContext;
import systems.tasker.events.schema.PayloadSchema;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.template.EventDeclaration;
import systems.tasker.events.test.ProbeFinding.Kind;
import systems.tasker.events.test.ProbeSamples.Trial;

/**
 * Tries a publisher with results made after a schema, usual ones and those at and beyond its borders, and reports what it must not do.
 *
 * <p>The schema is that of the event's payload, as with most publishers the payload has the names and types of the result;
 * {@link #resultsLike} gives another one. The same schema always makes the same results. Each result is asked about twice.
 */
public final class PublisherProbe {

    private final BasePublisher publisher;
    private final EventDeclaration declaration;
    private final TaskSequenceStep context;
    private final JsonNode resultSchema;

    PublisherProbe(BasePublisher publisher, EventDeclaration declaration, TaskSequenceStep context) {
        this(
                publisher,
                declaration,
                context,
                declaration.schema().map(PayloadSchema::source).orElseGet(JsonNodeFactory.instance::objectNode));
    }

    private PublisherProbe(
            BasePublisher publisher, EventDeclaration declaration, TaskSequenceStep context, JsonNode resultSchema) {
        this.publisher = publisher;
        this.declaration = declaration;
        this.context = context;
        this.resultSchema = resultSchema;
    }

    /** What the step's handler returns, as a JSON Schema. Where patterns have to be met, its {@code examples} help. */
    public PublisherProbe resultsLike(String schema) {
        return new PublisherProbe(publisher, declaration, context, Json.read(schema));
    }

    /**
     * Asks the publisher, and ends early when it overruns.
     *
     * @throws IllegalArgumentException when no result could be made that the schema takes
     */
    public ProbeReport run() {
        var trials = ProbeSamples.of(resultSchema, declaration.condition());
        var findings = new ArrayList<ProbeFinding>();
        var asked = 0;
        var published = 0;
        try (var thread = new ProbeThread()) {
            for (var trial : trials) {
                asked++;
                published += ask(trial, thread, findings) ? 1 : 0;
            }
        } catch (TimeoutException overrun) {
            findings.add(new ProbeFinding(Kind.OVERRUNS, trials.get(asked - 1).about(), overrun.getMessage()));
        }
        return new ProbeReport(publisher.name(), asked, published, findings);
    }

    private boolean ask(Trial trial, ProbeThread thread, List<ProbeFinding> findings) throws TimeoutException {
        var first = thread.run(() -> Answer.of(publisher, context(trial)));
        var second = thread.run(() -> Answer.of(publisher, context(trial)));
        var found = new EnumMap<Kind, String>(Kind.class);
        for (var answer : List.of(first.value(), second.value())) {
            answer.thrown().ifPresent(thrown -> found.putIfAbsent(Kind.THROWS, thrown.toString()));
            answer.changed().ifPresent(change -> found.putIfAbsent(Kind.CHANGES_INPUT, change));
        }
        first.value()
                .differenceTo(second.value())
                .ifPresent(difference -> found.put(Kind.NOT_DETERMINISTIC, difference));
        // One occurrence may be a coincidence, such as a lock held by another thread.
        if (isNonBlocking() && first.waited() && second.waited()) {
            found.put(Kind.BLOCKS_EVENT_LOOP, "it waits " + second.took().toMillis() + " ms");
        }
        if (trial.sound()) {
            violation(first.value()).ifPresent(violation -> found.put(Kind.VIOLATES_SCHEMA, violation));
        }
        found.forEach((kind, detail) -> findings.add(new ProbeFinding(kind, trial.about(), detail)));
        return first.value().payload().isPresent();
    }

    private boolean isNonBlocking() {
        return publisher.getClass().isAnnotationPresent(NonBlocking.class);
    }

    private Optional<String> violation(Answer answer) {
        return answer.payload()
                .flatMap(payload -> declaration
                        .schema()
                        .flatMap(schema -> schema.violations(payload).stream()
                                .findFirst()
                                .map(violation -> "'" + violation.pointer() + "' " + violation.message())));
    }

    private StepEventContext context(Trial trial) {
        var attempts = context.attempts().isPresent() ? context.attempts() : OptionalInt.of(1);
        return new StepEventContext(
                        declaration, trial.result().ofStep(context.stepUuid()), context, trial.outcome(), attempts)
                .isolated();
    }
}
