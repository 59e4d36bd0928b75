package systems.tasker.events.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.StepEventContext;
import systems.tasker.events.subscriber.SubscribesTo;
import systems.tasker.events.test.Journey;
import systems.tasker.events.test.RecordingSubscriber;
import systems.tasker.events.test.StepResult;
import systems.tasker.events.test.StepScenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static systems.tasker.events.test.JourneyAssertions.assertThat;

class StepScenarioTest {

    private static final String TEMPLATE = """
            name: ship_parcel
            namespace_name: shipping
            version: %s
            steps:
              - name: hand_over
                handler: {callable: "Shipping::HandOver"}
                publishes_events:
                  - name: parcel.shipped
                    delivery_mode: broadcast
                    publisher: Shipping::Publisher
                    version: "2.0"
                    schema: {type: object, required: [number], properties: {number: {type: string}}}
                  - name: parcel.weighed
                    delivery_mode: fast
                  - {name: parcel.lost, condition: permanent_failure, fan_out: [insurance_events]}
            """;
    private static final StepResult SHIPPED = StepResult.succeeded().returning("{\"number\": \"P-1\"}");

    @TempDir
    Path templates;

    private Journey journey;

    @BeforeEach
    void load() throws IOException {
        Files.writeString(templates.resolve("ship.yaml"), TEMPLATE.formatted("1.0.0"));
        journey = Journey.load(templates);
    }

    @Test
    void publishesWhatTheTemplateDeclaresAndThePublisherMakes() {
        var outcome = scenario(StepEventContext::result)
                .at(Instant.parse("2026-01-02T03:04:05Z"))
                .correlationId("order-4711")
                .complete(SHIPPED.metadata("carrier", "snail"));

        assertThat(outcome)
                .published("parcel.shipped")
                .withPayload("{\"number\": \"P-1\"}")
                .withVersion("2.0")
                .withMetadata("fired_by", "Shipping::Publisher")
                .withMetadata("fired_at", "2026-01-02T03:04:05Z")
                .withMetadata("correlation_id", "order-4711")
                .withMetadata("carrier", "snail")
                .inQueue("shipping_domain_events")
                .published("parcel.weighed")
                .withMetadata("fired_by", "Shipping::HandOver")
                .and()
                .skipped("parcel.lost", "condition");
        assertThat(outcome.receipt().events()).hasSize(3);
    }

    @Test
    void showsThePublisherTheContextThatTheTestDescribes() {
        var made = new StepEventContext[1];
        scenario(context -> {
                    made[0] = context;
                    return context.result();
                })
                .attempt(2)
                .taskContext("{\"cart\": 7}")
                .inputs("{\"timeout\": 30}")
                .dependencyResult("pack", "{\"boxes\": 1}")
                .complete(SHIPPED);
        var json = made[0].taskSequenceStep().json();
        assertThat(made[0].attempts()).hasValue(2);
        assertThat(json.at("/task/task/context/cart").asInt()).isEqualTo(7);
        assertThat(json.at("/workflow_step/inputs/timeout").asInt()).isEqualTo(30);
        assertThat(json.at("/dependency_results/pack/boxes").asInt()).isEqualTo(1);
    }

    @Test
    void decidesTheOutcomeOfAFailureAsTheServiceDoes() {
        var failed =
                StepResult.failed().error("Lost", "nowhere").errorCode("lost").retryable();

        assertThat(scenario(StepEventContext::result).complete(failed)).publishedNothing();
        assertThat(scenario(StepEventContext::result).attempt(3).complete(failed))
                .published("parcel.lost")
                .inQueue("insurance_events");
    }

    @Test
    void rejectsAPayloadThatBreaksItsSchemaAndFailsWhatAPublisherThrows() {
        assertThat(scenario(context -> JsonNodeFactory.instance.objectNode().put("number", 7))
                        .complete(SHIPPED))
                .rejected("parcel.shipped", "/number");
        assertThat(scenario(context -> {
                            throw new IllegalStateException("broken");
                        })
                        .complete(SHIPPED))
                .failed("parcel.shipped", "publisher_error");
    }

    @Test
    void deliversMatchingEventsToSubscribers() {
        var parcels = new ParcelRecorder();
        var all = new RecordingSubscriber();

        var outcome = scenario(StepEventContext::result).telling(parcels, all).complete(SHIPPED);

        assertThat(outcome).disturbedNoSubscriber();
        assertThat(parcels.await("parcel.weighed").businessPayload())
                .isEqualTo(outcome.published().get(1).businessPayload());
        assertThat(parcels.events()).hasSize(1);
        assertThat(all.events())
                .extracting(event -> event.eventName().value())
                .containsExactly("parcel.shipped", "parcel.weighed");
    }

    @Test
    void reportsWhatASubscriberThrows() {
        var broken = new RecordingSubscriber() {
            @Override
            public void handle(DomainEvent event) {
                throw new IllegalStateException("broken");
            }
        };

        var outcome = scenario(StepEventContext::result).telling(broken).complete(SHIPPED);

        assertThat(outcome.subscriberErrors()).hasSize(2);
        assertThatThrownBy(() -> assertThat(outcome).disturbedNoSubscriber())
                .isInstanceOf(AssertionError.class)
                .hasRootCauseMessage("broken");
    }

    @Test
    void listsAllOutcomesWhenAnAssertionFails() {
        var outcome = scenario(context -> JsonNodeFactory.instance.objectNode().put("number", 7))
                .complete(SHIPPED);

        assertThatThrownBy(() -> assertThat(outcome).published("parcel.shipped"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "Expected published: parcel.shipped",
                        "parcel.shipped rejected (schema)",
                        "'/number'",
                        "parcel.weighed published",
                        "parcel.lost skipped (condition)");
        assertThatThrownBy(() -> assertThat(outcome).published("parcel.weighed").withPayload("{\"number\": \"P-2\"}"))
                .hasMessageContaining("/number: expected \"P-2\" but was \"P-1\"");
        assertThatThrownBy(() -> assertThat(outcome).skipped("parcel.shipped", "condition"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(outcome).publishedNothing()).isInstanceOf(AssertionError.class);
    }

    @Test
    void reportsAMissingPublisherOfTheStep() {
        assertThatThrownBy(() -> journey.of("ship_parcel", "hand_over").complete(SHIPPED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("parcel.shipped")
                .hasMessageContaining("Shipping::Publisher");
    }

    @Test
    void listsTemplatesAndStepsWhenNoneOrSeveralMatch() throws IOException {
        Files.writeString(templates.resolve("next.yaml"), TEMPLATE.formatted("1.1.0"));
        var both = Journey.load(templates);

        assertThatThrownBy(() -> both.of("ship_parcel", "hand_over"))
                .hasMessageContaining("[shipping/ship_parcel/1.0.0, shipping/ship_parcel/1.1.0]");
        assertThatThrownBy(() -> both.of("shop", "hand_over")).hasMessageContaining("shipping/ship_parcel/1.0.0");
        assertThatThrownBy(() -> both.of("shipping", "ship_parcel", "1.1.0", "pack"))
                .hasMessageContaining("[hand_over]");
        assertThat(both.of("shipping", "ship_parcel", "1.1.0", "hand_over")).isNotNull();
    }

    private StepScenario scenario(Function<StepEventContext, JsonNode> payload) {
        return journey.of("ship_parcel", "hand_over").with(new Publisher(payload));
    }

    @SubscribesTo("*.weighed")
    private static final class ParcelRecorder extends RecordingSubscriber {}

    private static final class Publisher extends BasePublisher {

        private final Function<StepEventContext, JsonNode> payload;

        Publisher(Function<StepEventContext, JsonNode> payload) {
            this.payload = payload;
        }

        @Override
        public String name() {
            return "Shipping::Publisher";
        }

        @Override
        public JsonNode transformPayload(StepEventContext context) {
            return payload.apply(context);
        }

        @Override
        public ObjectNode additionalMetadata(StepEventContext context) {
            return super.additionalMetadata(context)
                    .put("carrier", context.metadata().path("carrier").asText());
        }
    }
}
