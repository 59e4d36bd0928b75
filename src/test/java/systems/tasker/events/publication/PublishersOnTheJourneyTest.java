package systems.tasker.events.publication;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.event.EventName;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.PublisherRegistries;
import systems.tasker.events.publisher.StepEventContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static systems.tasker.events.fixture.Waits.await;

class PublishersOnTheJourneyTest {

    private static final String DECLARATION = "- {name: payment.processed, delivery_mode: broadcast, publisher: mine}";

    /** Behaves; notes what it was told afterwards. */
    private static class Mine extends BasePublisher {

        final List<EventName> published = new CopyOnWriteArrayList<>();
        final List<Throwable> errors = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "mine";
        }

        @Override
        public void afterPublish(DomainEvent event) {
            published.add(event.eventName());
        }

        @Override
        public void onPublishError(StepEventContext context, Throwable error) {
            errors.add(error);
        }
    }

    @Test
    void callsAfterPublishOnlyAfterTheCommit() {
        // Given
        var mine = new Mine();
        var bench = new Bench(PublisherRegistries.inline(mine), DECLARATION);
        bench.ledger.verdicts.add(Uni.createFrom().failure(new StoreUnavailableException("away", null)));
        var submission = Bench.inlineResult(SampleStep.success("{}"), SampleStep.context(1));

        // When
        assertThatThrownBy(() -> bench.process(submission)).isInstanceOf(StoreUnavailableException.class);
        var afterFailure = List.copyOf(mine.published);
        bench.process(submission);

        // Then
        assertThat(afterFailure).isEmpty();
        assertThat(mine.published).containsExactly(new EventName("payment.processed"));
        assertThat(mine.errors).isEmpty();
    }

    @Test
    void failsOnlyTheEventOfAPublisherThatThrows() {
        for (var thrown : List.of(new IllegalStateException("bug"), new StackOverflowError())) {
            // Given
            var mine = new Mine() {
                @Override
                public JsonNode transformPayload(StepEventContext context) {
                    if (thrown instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) thrown;
                }
            };
            var bench = new Bench(PublisherRegistries.inline(mine), DECLARATION, "- {name: payment.seen}");

            // When
            var acceptance = bench.process(Bench.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

            // Then
            assertThat(Bench.outcomes(acceptance))
                    .containsExactly("payment.processed failed publisher_error", "payment.seen published");
            assertThat(mine.errors).containsExactly(thrown);
            assertThat(mine.published).isEmpty();
        }
    }

    @Test
    void failsOnlyTheEventOfAPublisherThatTimesOut() {
        // Given
        var mine = new Mine() {
            @Override
            public JsonNode transformPayload(StepEventContext context) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
                return context.result();
            }
        };
        var bench = new Bench(
                PublisherRegistries.onOwnThreads(Duration.ofSeconds(1), mine), DECLARATION, "- {name: payment.seen}");

        // When
        var acceptance = bench.process(Bench.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        // Then
        assertThat(Bench.outcomes(acceptance))
                .containsExactly("payment.processed failed publisher_timeout", "payment.seen published");
        await().untilAsserted(() -> assertThat(mine.errors).singleElement().isInstanceOf(TimeoutException.class));
    }

    @Test
    void isolatesTheEventFromAPublisherThatChangesItsInput() {
        // Given
        var mine = new Mine() {
            @Override
            public JsonNode transformPayload(StepEventContext context) {
                context.executionResult().json().put("success", false);
                ((ObjectNode) context.taskSequenceStep().json().get("task")).removeAll();
                return ((ObjectNode) context.result()).put("amount", 0);
            }
        };
        var bench = new Bench(PublisherRegistries.inline(mine), DECLARATION);
        var result = SampleStep.success("{\"amount\": 10.50}");

        // When
        bench.process(Bench.inlineResult(result, SampleStep.context(1)));

        // Then
        var event = bench.bus.events.get(0);
        assertThat(event.payload().executionResult()).isEqualTo(SampleStep.success("{\"amount\": 10.50}"));
        assertThat(event.payload().taskSequenceStep()).isEqualTo(SampleStep.context(1));
        assertThat(event.businessPayload()).isEqualTo(SampleStep.json("{\"amount\": 0}"));
        assertThat(bench.ledger.commits.get(0).notification().get("success").asBoolean())
                .isTrue();
    }

    @Test
    void reportsReasonsOfSkipRejectAndVeto() {
        // Given
        var mine = new Mine() {
            @Override
            public boolean shouldPublish(StepEventContext context) {
                return !context.eventName().value().equals("not.due");
            }

            @Override
            public boolean beforePublish(DomainEvent event) {
                return !event.eventName().value().equals("last.look");
            }
        };
        var bench = new Bench(
                PublisherRegistries.inline(mine),
                "- {name: not.due, publisher: mine}",
                "- {name: last.look, publisher: mine}",
                "- {name: bad.payload, publisher: mine, schema: {required: [amount]}}",
                "- {name: not.now, publisher: mine, condition: failure}",
                DECLARATION);

        // When
        var acceptance = bench.process(Bench.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        // Then
        assertThat(Bench.outcomes(acceptance))
                .containsExactly(
                        "not.due skipped should_publish",
                        "last.look skipped before_publish",
                        "bad.payload rejected schema",
                        "not.now skipped condition",
                        "payment.processed published");
        assertThat(acceptance.receipt().events().get(2).violations())
                .extracting("keyword")
                .containsExactly("required");
        assertThat(mine.published).containsExactly(new EventName("payment.processed"));
    }

    @Test
    void failsAnUnstorableEvent() {
        var mine = new Mine() {
            @Override
            public ObjectNode additionalMetadata(StepEventContext context) {
                return super.additionalMetadata(context).put("note", "\0");
            }
        };
        var bench = new Bench(PublisherRegistries.inline(mine), DECLARATION);

        var acceptance = bench.process(Bench.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        assertThat(Bench.outcomes(acceptance)).containsExactly("payment.processed failed payload_unstorable");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void failsAnEventThatJacksonOrPostgresqlCouldNotWriteAndPublishesTheOthers(String name, ObjectNode made) {
        // Given
        var mine = new Mine() {
            @Override
            public Object transformPayload(StepEventContext context) {
                return context.eventName().value().equals("bad.payload") ? made : super.transformPayload(context);
            }

            @Override
            public ObjectNode additionalMetadata(StepEventContext context) {
                return context.eventName().value().equals("bad.metadata") ? made : super.additionalMetadata(context);
            }
        };
        var bench = new Bench(
                PublisherRegistries.inline(mine),
                "- {name: bad.payload, publisher: mine, schema: {properties: {made: {enum: [1]}}}}",
                "- {name: bad.metadata, publisher: mine, delivery_mode: fast}",
                DECLARATION);

        // When
        var acceptance = bench.process(Bench.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        // Then
        assertThat(Bench.outcomes(acceptance))
                .containsExactly(
                        "bad.payload failed payload_unstorable",
                        "bad.metadata failed payload_unstorable",
                        "payment.processed published");
    }

    static Stream<Arguments> failsAnEventThatJacksonOrPostgresqlCouldNotWriteAndPublishesTheOthers() {
        var nodes = JsonNodeFactory.instance;
        var deep = nodes.objectNode();
        for (int i = 1; i < 999; i++) {
            deep = nodes.objectNode().set("made", deep);
        }
        var small = nodes.arrayNode();
        for (int i = 0; i < 1_000; i++) {
            small.add(new BigDecimal("1e-16383"));
        }
        return Stream.of(
                arguments("a Java object", nodes.objectNode().putPOJO("made", Instant.EPOCH)),
                arguments("999 levels", deep),
                arguments("1e2000000000", nodes.objectNode().put("made", new BigDecimal("1e2000000000"))),
                arguments("16 million digits", nodes.objectNode().set("made", small)));
    }

    @Test
    void setsFiredByToThePublisherOrTheHandler() {
        var mine = new Mine() {
            @Override
            public JsonNode transformPayload(StepEventContext context) {
                return null;
            }
        };
        var bench =
                new Bench(PublisherRegistries.inline(mine), DECLARATION, "- {name: payment.seen, delivery_mode: fast}");

        bench.process(Bench.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        assertThat(bench.bus.events)
                .extracting(event -> event.metadata().firedBy())
                .containsExactly("mine", "Pay::ChargeHandler");
        assertThat(bench.bus.events.get(0).businessPayload().isNull()).isTrue();
        assertThat(bench.bus.events.get(0).metadata().firedAt()).isEqualTo(SampleStep.NOW);
    }
}
