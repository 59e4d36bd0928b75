package systems.tasker.events.publication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.PublishError;
import systems.tasker.events.publisher.PublisherRegistries;
import systems.tasker.events.publisher.StepEventContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** One result becomes many messages, each with its context, the whole result and its payload. */
class ResultSizeTest {

    private static final int RESULT = 100_000;
    private static final StepResultSubmission LARGE = ProcessorFixture.inlineResult(
            SampleStep.success("{\"text\": \"" + "x".repeat(RESULT) + "\"}"), SampleStep.context(1));

    private final List<String> errors = new ArrayList<>();
    private ProcessorFixture bench;

    @BeforeEach
    void declareTenEvents() {
        bench = new ProcessorFixture(PublisherRegistries.inline(copying()), declarations("delivery_mode: durable"));
    }

    @Test
    void rejectsAResultWhoseMessagesAreTooLarge() {
        // Given
        bench.maxMessagesSize = 20 * RESULT;

        // When
        var rejected = catchThrowableOfType(InvalidInputException.class, () -> bench.process(LARGE));

        // Then
        assertThat(rejected.problems().get(0).detail())
                .matches("becomes 21\\d{5} characters in 11 messages, its notification and 10 durable events with their"
                        + " copies: 2000000 at most, which follows from tasker\\.ingress\\.max-body-size");
        assertThat(bench.calls).noneMatch(call -> call.startsWith("commit"));
    }

    @Test
    void acceptsAResultWhoseMessagesJustFit() {
        // Given
        bench.maxMessagesSize = 22 * RESULT;

        // When
        var acceptance = bench.process(LARGE);

        // Then
        assertThat(acceptance.kind()).isEqualTo(Acceptance.Kind.ACCEPTED);
        assertThat(bench.ledger.commits.get(0).size()).isBetween(21L * RESULT, 22L * RESULT);
    }

    @Test
    void rejectsItBeforeTheAnswerInTheModeFireAndForget() {
        // Given
        bench.answersFirst(10, 1);
        bench.maxMessagesSize = 20 * RESULT;

        // When
        var rejected = catchThrowableOfType(InvalidInputException.class, () -> bench.process(LARGE));

        // Then
        assertThat(rejected.problems()).hasSize(1);
        assertThat(bench.calls).noneMatch(call -> call.startsWith("commit") || call.startsWith("outcome"));
    }

    @Test
    void replaysATooLargeResultThatWasAcceptedBefore() {
        // Given
        bench.maxMessagesSize = 20 * RESULT;
        bench.ledger.known = Optional.of(ProcessorFixture.accepted("digest"));

        // When
        var acceptance = bench.process(LARGE);

        // Then
        assertThat(acceptance.kind()).isEqualTo(Acceptance.Kind.REPLAYED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"condition: failure", "delivery_mode: fast"})
    void countsOnlyDurableEventsWhoseConditionHolds(String declaration) {
        // Given
        bench = new ProcessorFixture(PublisherRegistries.inline(copying()), declarations(declaration));
        bench.maxMessagesSize = 2 * RESULT;

        // When
        var acceptance = bench.process(LARGE);

        // Then
        assertThat(acceptance.kind()).isEqualTo(Acceptance.Kind.ACCEPTED);
    }

    @Test
    void countsEveryFanOutCopy() {
        // Given
        bench = new ProcessorFixture(PublisherRegistries.inline(), "- {name: a.b, fan_out: [audit, export]}");
        bench.maxMessagesSize = 6 * RESULT;

        // When
        var rejected = catchThrowableOfType(InvalidInputException.class, () -> bench.process(LARGE));

        // Then
        assertThat(rejected.problems().get(0).detail())
                .contains("in 4 messages, its notification and 1 durable events");
    }

    @Test
    void countsASlimEventWithoutItsContextAndItsResultOnce() {
        // Given
        var context = SampleStep.context(1);
        context.json().put("unknown", "x".repeat(RESULT));
        var large = ProcessorFixture.inlineResult(
                SampleStep.success("{\"text\": \"" + "x".repeat(RESULT) + "\"}"), context);
        bench.maxMessagesSize = 13 * RESULT;

        // When
        var full = catchThrowableOfType(InvalidInputException.class, () -> bench.process(large));
        var slimBench = new ProcessorFixture(PublisherRegistries.inline(), declarations("delivery_mode: durable"));
        slimBench.forms = EventForms.of(List.of("*"));
        slimBench.maxMessagesSize = bench.maxMessagesSize;
        var slim = slimBench.process(large);

        // Then
        assertThat(full.problems().get(0).detail()).startsWith("becomes 31");
        assertThat(slim.kind()).isEqualTo(Acceptance.Kind.ACCEPTED);
        assertThat(slimBench.ledger.commits.get(0).size()).isBetween(11L * RESULT, 12L * RESULT);
    }

    @Test
    void failsTheEventsWhosePayloadsExceedTheMemoryForPayloads() {
        // Given
        bench = new ProcessorFixture(PublisherRegistries.inline(copying()), declarations("publisher: copying"));
        bench.maxHeapBytes = 4 * RESULT;

        // When
        var acceptance = bench.process(LARGE);
        var next = bench.process(LARGE);

        // Then
        assertThat(ProcessorFixture.outcomes(acceptance))
                .startsWith("a.b0 published", "a.b1 published", "a.b2 published", "a.b3 failed publisher_saturated");
        assertThat(ProcessorFixture.outcomes(next)).isEqualTo(ProcessorFixture.outcomes(acceptance));
        assertThat(errors).hasSize(14).containsOnly("publisher_saturated");
    }

    private static String[] declarations(String more) {
        return IntStream.range(0, 10)
                .mapToObj(i -> "- {name: a.b" + i + ", " + more + "}")
                .toArray(String[]::new);
    }

    private BasePublisher copying() {
        return new BasePublisher() {
            @Override
            public String name() {
                return "copying";
            }

            @Override
            public JsonNode transformPayload(StepEventContext context) {
                return context.result();
            }

            @Override
            public void onPublishError(PublishError error) {
                errors.add(error.reason());
            }
        };
    }
}
