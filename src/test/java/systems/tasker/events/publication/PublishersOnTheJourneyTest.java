package systems.tasker.events.publication;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import systems.tasker.events.publication.store.CommitVerdict;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.PublishError;
import systems.tasker.events.publisher.PublisherRegistries;
import systems.tasker.events.publisher.StepEventContext;
import systems.tasker.events.step.TaskSequenceStep;

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

    /** Notes every event that does not go out. */
    private static class Told extends Mine {

        final List<PublishError> told = new CopyOnWriteArrayList<>();

        @Override
        public void onPublishError(PublishError error) {
            told.add(error);
        }

        List<String> reasons() {
            return told.stream()
                    .map(error -> error.eventName() + " " + error.reason()
                            + error.payload().map(payload -> " " + payload).orElse(""))
                    .toList();
        }
    }

    @Test
    void callsAfterPublishOnlyAfterTheCommit() {
        // Given
        var mine = new Mine();
        var bench = new ProcessorFixture(PublisherRegistries.inline(mine), DECLARATION);
        bench.ledger.verdicts.add(Uni.createFrom().failure(new StoreUnavailableException("away", null)));
        var submission = ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1));

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
            var bench = new ProcessorFixture(PublisherRegistries.inline(mine), DECLARATION, "- {name: payment.seen}");

            // When
            var acceptance =
                    bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

            // Then
            assertThat(ProcessorFixture.outcomes(acceptance))
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
        var bench = new ProcessorFixture(
                PublisherRegistries.onOwnThreads(Duration.ofSeconds(1), mine), DECLARATION, "- {name: payment.seen}");

        // When
        var acceptance = bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        // Then
        assertThat(ProcessorFixture.outcomes(acceptance))
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
        var bench = new ProcessorFixture(PublisherRegistries.inline(mine), DECLARATION);
        var result = SampleStep.success("{\"amount\": 10.50}");

        // When
        bench.process(ProcessorFixture.inlineResult(result, SampleStep.context(1)));

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
        var bench = new ProcessorFixture(
                PublisherRegistries.inline(mine),
                "- {name: not.due, publisher: mine}",
                "- {name: last.look, publisher: mine}",
                "- {name: bad.payload, publisher: mine, schema: {required: [amount]}}",
                "- {name: not.now, publisher: mine, condition: failure}",
                DECLARATION);

        // When
        var acceptance = bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        // Then
        assertThat(ProcessorFixture.outcomes(acceptance))
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
        var bench = new ProcessorFixture(PublisherRegistries.inline(mine), DECLARATION);

        var acceptance = bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        assertThat(ProcessorFixture.outcomes(acceptance))
                .containsExactly("payment.processed failed payload_unstorable");
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
        var bench = new ProcessorFixture(
                PublisherRegistries.inline(mine),
                "- {name: bad.payload, publisher: mine, schema: {properties: {made: {enum: [1]}}}}",
                "- {name: bad.metadata, publisher: mine, delivery_mode: fast}",
                DECLARATION);

        // When
        var acceptance = bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        // Then
        assertThat(ProcessorFixture.outcomes(acceptance))
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
        var bench = new ProcessorFixture(
                PublisherRegistries.inline(mine), DECLARATION, "- {name: payment.seen, delivery_mode: fast}");

        bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        assertThat(bench.bus.events)
                .extracting(event -> event.metadata().firedBy())
                .containsExactly("mine", "Pay::ChargeHandler");
        assertThat(bench.bus.events.get(0).businessPayload().isNull()).isTrue();
        assertThat(bench.bus.events.get(0).metadata().firedAt()).isEqualTo(SampleStep.NOW);
    }

    /** Makes payloads and metadata that JSON cannot express. */
    private static final class Unwritable extends Told {

        @Override
        public JsonNode transformPayload(StepEventContext context) {
            return switch (context.eventName().value()) {
                case "bad.pojo" -> JsonNodeFactory.instance.objectNode().putPOJO("at", Instant.EPOCH);
                case "bad.depth" -> nested(999);
                case "bad.number" -> JsonNodeFactory.instance.objectNode().put("amount", Double.NaN);
                default -> context.result();
            };
        }

        @Override
        public ObjectNode additionalMetadata(StepEventContext context) {
            return context.eventName().value().equals("bad.metadata") ? nested(999) : super.additionalMetadata(context);
        }

        private static ObjectNode nested(int levels) {
            var tree = JsonNodeFactory.instance.objectNode();
            for (int level = 1; level < levels; level++) {
                tree = JsonNodeFactory.instance.objectNode().set("in", tree);
            }
            return tree;
        }
    }

    private static final String[] UNWRITABLE = {
        "- {name: bad.pojo, publisher: mine}",
        "- {name: bad.depth, publisher: mine, delivery_mode: fast}",
        "- {name: bad.number, publisher: mine}",
        "- {name: bad.metadata, publisher: mine, delivery_mode: broadcast}",
        "- {name: payment.seen}"
    };

    @Test
    void failsOnlyEventsThatJacksonCannotWrite() {
        // Given
        var mine = new Unwritable();
        var bench = new ProcessorFixture(PublisherRegistries.inline(mine), UNWRITABLE);

        // When
        var acceptance = bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        // Then
        assertThat(ProcessorFixture.outcomes(acceptance))
                .containsExactly(
                        "bad.pojo failed payload_unstorable",
                        "bad.depth failed payload_unstorable",
                        "bad.number failed payload_unstorable",
                        "bad.metadata failed payload_unstorable",
                        "payment.seen published");
        assertThat(mine.reasons())
                .containsExactly(
                        "bad.pojo payload_unstorable",
                        "bad.depth payload_unstorable",
                        "bad.number payload_unstorable",
                        "bad.metadata payload_unstorable {}");
    }

    @Test
    void countsEventsThatJacksonCannotWriteInTheModeFireAndForget() throws InterruptedException {
        // Given
        var mine = new Unwritable();
        var bench = new ProcessorFixture(PublisherRegistries.inline(mine), UNWRITABLE);
        bench.answersFirst(10, 1);

        // When
        bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));
        bench.drain();

        // Then
        assertThat(bench.calls).filteredOn(call -> call.startsWith("outcome")).hasSize(UNWRITABLE.length);
        assertThat(bench.calls).contains("send [payment.seen]", "outcome payment.seen published");
        assertThat(mine.told).hasSize(4);
    }

    @Test
    void writesAJavaObjectInsideAPayloadOnce() {
        // Given
        var mutable = new ArrayList<>(List.of("a"));
        var mine = new Mine() {
            @Override
            public JsonNode transformPayload(StepEventContext context) {
                return JsonNodeFactory.instance.objectNode().putPOJO("names", mutable);
            }

            @Override
            public boolean beforePublish(DomainEvent event) {
                return mutable.add("b");
            }
        };
        var bench = new ProcessorFixture(PublisherRegistries.inline(mine), DECLARATION);

        // When
        bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        // Then
        assertThat(bench.bus.events.get(0).businessPayload()).isEqualTo(SampleStep.json("{\"names\": [\"a\"]}"));
    }

    @Test
    void sendsWhatWasValidatedWhenBeforePublishChangesTheEvent() {
        // Given
        var mine = new Mine() {
            @Override
            public boolean beforePublish(DomainEvent event) {
                ((ObjectNode) event.businessPayload()).put("amount", "forged");
                event.metadata().additional().put("fired_by", "forged").put("step_uuid", "forged");
                event.payload().executionResult().json().put("success", false);
                ((ObjectNode) event.payload().taskSequenceStep().json().get("task")).removeAll();
                return true;
            }

            @Override
            public void afterPublish(DomainEvent event) {
                beforePublish(event);
            }
        };
        var bench = new ProcessorFixture(
                PublisherRegistries.inline(mine), DECLARATION, "- {name: payment.seen, delivery_mode: fast}");
        var result = "{\"amount\": 10.50}";

        // When
        bench.process(ProcessorFixture.inlineResult(SampleStep.success(result), SampleStep.context(1)));

        // Then
        assertThat(bench.bus.events).hasSize(2).allSatisfy(event -> {
            assertThat(event.businessPayload()).isEqualTo(SampleStep.json(result));
            assertThat(event.payload().executionResult()).isEqualTo(SampleStep.success(result));
            assertThat(event.payload().taskSequenceStep()).isEqualTo(SampleStep.context(1));
            assertThat(event.metadata().additional()).isEmpty();
        });
        assertThat(bench.ledger.commits.get(0).notification().get("success").asBoolean())
                .isTrue();
    }

    @Test
    void reportsARejectedEventWithViolationsAndPayloadToItsPublisher() {
        // Given
        var mine = new Told();
        var bench = new ProcessorFixture(
                PublisherRegistries.inline(mine), "- {name: a.b, publisher: mine, schema: {required: [amount]}}");

        // When
        bench.process(ProcessorFixture.inlineResult(SampleStep.success("{\"id\":1}"), SampleStep.context(1)));

        // Then
        assertThat(mine.reasons()).containsExactly("a.b schema {\"id\":1}");
        assertThat(mine.told.get(0).violations()).extracting("keyword").containsExactly("required");
        assertThat(mine.told.get(0).context().result()).isEqualTo(SampleStep.json("{\"id\":1}"));
    }

    @Test
    void reportsTheMadePayloadWhenALaterHookThrows() {
        // Given
        var mine = new Told() {
            @Override
            public boolean beforePublish(DomainEvent event) {
                throw new IllegalStateException("bug");
            }
        };
        var bench = new ProcessorFixture(PublisherRegistries.inline(mine), DECLARATION);

        // When
        bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        // Then
        assertThat(mine.reasons()).containsExactly("payment.processed publisher_error {}");
        assertThat(mine.told.get(0).thrown()).containsInstanceOf(IllegalStateException.class);
    }

    @Test
    void reportsAnEventThatItsQueueRefusedToItsPublisherOnce() {
        // Given
        var mine = new Told();
        var bench = new ProcessorFixture(PublisherRegistries.inline(mine), DECLARATION);
        bench.ledger.answers(new CommitVerdict.EventsRefused("no queue"));
        bench.ledger.answers(new CommitVerdict.EventsRefused("no dead letters"));

        // When
        bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        // Then
        assertThat(mine.reasons()).containsExactly("payment.processed send_refused {}");
        assertThat(mine.published).isEmpty();
    }

    @Test
    void reportsEventsOfAFailedCommitToTheirPublisher() {
        // Given
        var mine = new Told();
        var bench = new ProcessorFixture(PublisherRegistries.inline(mine), DECLARATION);
        bench.ledger.verdicts.add(Uni.createFrom().failure(new StoreUnavailableException("unavailable", null)));
        var submission = ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1));

        // When
        assertThatThrownBy(() -> bench.process(submission)).isInstanceOf(StoreUnavailableException.class);

        // Then
        assertThat(mine.reasons()).containsExactly("payment.processed store_unavailable {}");
        assertThat(mine.published).isEmpty();
    }

    @Test
    void reportsUnsentEventsOfAnAnsweredResultToTheirPublisher() throws InterruptedException {
        // Given
        var mine = new Told();
        var bench = new ProcessorFixture(PublisherRegistries.inline(mine), DECLARATION);
        bench.answersFirst(10, 1);
        bench.ledger.sendFaults.add(new StoreUnavailableException("unavailable", null));

        // When
        bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));
        bench.drain();

        // Then
        assertThat(mine.reasons()).containsExactly("payment.processed store_unavailable {}");
        assertThat(mine.published).isEmpty();
    }

    @Test
    void reportsAnEventWithoutQueueToItsPublisher() {
        // Given
        var mine = new Told();
        var bench = new ProcessorFixture(PublisherRegistries.inline(mine), DECLARATION);
        var elsewhere = SampleStep.contextJson();
        ((ObjectNode) elsewhere.get("task")).put("namespace_name", "elsewhere");
        elsewhere.set("step_definition", SampleStep.json("""
                {"name": "charge", "publishes_events": [{"name": "a.b", "publisher": "mine"}]}"""));

        // When
        bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), TaskSequenceStep.of(elsewhere, "")));

        // Then
        assertThat(mine.reasons()).containsExactly("a.b queue_missing");
    }

    @Test
    void containsAnOnPublishErrorThatThrows() {
        // Given
        var mine = new Mine() {
            @Override
            public JsonNode transformPayload(StepEventContext context) {
                throw new IllegalStateException("bug");
            }

            @Override
            public void onPublishError(PublishError error) {
                throw new AssertionError("another bug");
            }
        };
        var bench = new ProcessorFixture(PublisherRegistries.inline(mine), DECLARATION, "- {name: payment.seen}");

        // When
        var acceptance = bench.process(ProcessorFixture.inlineResult(SampleStep.success("{}"), SampleStep.context(1)));

        // Then
        assertThat(ProcessorFixture.outcomes(acceptance))
                .containsExactly("payment.processed failed publisher_error", "payment.seen published");
    }
}
