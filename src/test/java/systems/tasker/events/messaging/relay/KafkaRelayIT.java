package systems.tasker.events.messaging.relay;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.KafkaBroker;
import systems.tasker.events.fixture.KafkaTopic;
import systems.tasker.events.fixture.KafkaTopic.Received;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.RelayToKafka;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.Json;
import systems.tasker.events.observability.ChannelWatch;

import static org.apache.kafka.clients.producer.ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static systems.tasker.events.fixture.Waits.await;

@QuarkusTest
@TestProfile(RelayToKafka.class)
class KafkaRelayIT {

    private static final String QUEUE = "pay_domain_events";
    private static final int GROUPS = 7;
    private static final String CHANNEL = "Channel domain-events-kafka";

    @Inject
    ChannelWatch watch;

    @Inject
    KafkaClientService clients;

    KafkaBroker broker;

    private final Database database = Database.ofTests();
    private KafkaTopic topic;

    @BeforeEach
    void connect() {
        topic = new KafkaTopic(broker, "pay.domain-events");
    }

    @AfterEach
    void disconnect() {
        topic.close();
    }

    @Test
    void relaysEventsToKafkaUnchanged() {
        // Given
        var step = PostedStep.of("pay", "charge_card", "charge");

        // When
        Api.submit(step.success(), step.context(1)).statusCode(202);

        // Then
        var stepUuid = step.stepUuid().toString();
        var relayed = topic.await(1, each -> each.key().equals(stepUuid)).get(0);
        awaitArchived(QUEUE);
        assertThat(relayed.value())
                .isEqualTo(database.text(
                        "select message::text from pgmq.a_pay_domain_events where message->'metadata'->>'step_uuid' = ?",
                        stepUuid));
        var event = Json.read(relayed.value());
        assertThat(relayed.headers())
                .containsOnly(
                        entry("ce_specversion", "1.0"),
                        entry("ce_id", event.at("/event_id").textValue()),
                        entry("ce_source", "/namespaces/pay/tasks/charge_card"),
                        entry("ce_type", "card.charged"),
                        entry("ce_subject", stepUuid),
                        entry("ce_time", event.at("/metadata/fired_at").textValue()),
                        entry("ce_correlationid", "corr-" + step.taskUuid()),
                        entry("content-type", "application/json"));
    }

    @Test
    void keepsTheOrderOfEachGroup() {
        // Given
        var run = UUID.randomUUID().toString();

        // When
        send(run, 300);

        // Then
        assertRelayedInOrder(run, 300);
        awaitArchived(QUEUE);
    }

    @Test
    void waitsForAnUnavailableBrokerWithoutLoss() {
        // Given
        var before = UUID.randomUUID().toString();
        send(before, 20);
        topic.await(20, of(before));

        // The service's own patience is a minute.
        watch.forget(CHANNEL);
        watch.watchSending(CHANNEL, Duration.ofSeconds(1));

        // When
        broker.stop();
        var run = UUID.randomUUID().toString();
        send(run, 150);
        await().until(() -> stuck().contains(CHANNEL + ": messages were submitted, and none was acknowledged"));
        Api.get("/q/health/ready").statusCode(200);
        Api.get("/q/health/live").statusCode(200);
        var waiting = database.number("select count(*) from pgmq.q_pay_domain_events where headers->>'run' = ?", run);
        broker.start();

        // Then
        assertThat(waiting).isEqualTo(150);
        assertRelayedInOrder(run, 150);
        await().until(() -> !stuck().contains(CHANNEL));
    }

    @Test
    void deadLettersAMessageThatIsNotAnEvent() {
        // Given
        var run = UUID.randomUUID().toString();

        // When
        send(QUEUE, "{\"hello\": \"world\"}", "{\"run\": \"%s\", \"foreign\": true}".formatted(run));
        send(QUEUE, "[".repeat(2_000) + "]".repeat(2_000), "{\"run\": \"%s\", \"foreign\": true}".formatted(run));
        send(run, 10);

        // Then
        assertRelayedInOrder(run, 10);
        assertThat(deadLetters(run, 2)).allSatisfy(reason -> assertThat(reason).isEqualTo("not_an_event"));
        awaitArchived(QUEUE);
    }

    @Test
    void deadLettersAnEventTooLargeForKafka() {
        // Given
        var run = UUID.randomUUID().toString();
        var event = event();
        event.put("filler", "x".repeat(1 << 20));

        // When
        send(QUEUE, Json.write(event), "{\"run\": \"%s\"}".formatted(run));
        send(run, 10);

        // Then
        assertRelayedInOrder(run, 10);
        assertThat(deadLetters(run, 1)).containsExactly("too_large");
        awaitArchived(QUEUE);
    }

    @Test
    void skipsMessagesReadByAnotherConsumer() {
        // Given
        var taken = UUID.randomUUID().toString();
        database.rows(
                "select pgmq.send(?, ?::jsonb, ?::jsonb, 3600)",
                QUEUE,
                Json.write(event()),
                "{\"run\": \"%s\"}".formatted(taken));
        var run = UUID.randomUUID().toString();

        // When
        send(run, 10);

        // Then
        assertRelayedInOrder(run, 10);
        database.rows(
                "select pgmq.archive(?, msg_id) from pgmq.q_pay_domain_events where headers->>'run' = ?", QUEUE, taken);
        awaitArchived(QUEUE);
        send(run, 1);
        assertThat(topic.await(11, of(run))).hasSize(11);
        assertThat(topic.await(0, of(taken))).isEmpty();
    }

    @Test
    void relaysSeveralQueues() {
        // Given
        var event = event();
        ((ObjectNode) event.get("metadata")).put("namespace", "refund");

        // When
        send("refund_domain_events", Json.write(event), "{}");

        // Then
        try (var refunds = new KafkaTopic(broker, "refund.domain-events")) {
            var relayed = refunds.await(1, each -> true).get(0);
            assertThat(relayed.headers())
                    .containsEntry("ce_id", event.get("event_id").textValue());
        }
        awaitArchived("refund_domain_events");
    }

    /** With several requests under way, one that the broker rejects while it creates the topic is overtaken, and then never succeeds. */
    @Test
    void sendsOneRequestAtATimeSoThatNoEventIsOvertaken() {
        assertThat(clients.getProducer("domain-events-kafka")
                        .configuration()
                        .get(MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION))
                .hasToString("1");
    }

    /** Sends events of several groups, which say their place among all of the run. */
    private void send(String run, int count) {
        for (int i = 0; i < count; i++) {
            var event = event();
            ((ObjectNode) event.get("metadata")).put("run", run).put("place", i);
            send(
                    QUEUE,
                    Json.write(event),
                    "{\"run\": \"%s\", \"x-pgmq-group\": \"%s\"}".formatted(run, run + "-" + i % GROUPS));
        }
    }

    private void send(String queue, String message, String headers) {
        database.rows("select pgmq.send(?, ?::jsonb, ?::jsonb)", queue, message, headers);
    }

    private static ObjectNode event() {
        return (ObjectNode) Json.read(Json.write(SampleStep.event("card.charged")));
    }

    private void assertRelayedInOrder(String run, int count) {
        var groups = topic.await(count, of(run)).stream().collect(Collectors.groupingBy(Received::key));
        assertThat(groups).hasSize(Math.min(GROUPS, count));
        groups.forEach((group, relayed) -> {
            var number = Integer.parseInt(group.substring(group.lastIndexOf('-') + 1));
            assertThat(relayed.stream().map(Received::partition).distinct()).hasSize(1);
            assertThat(relayed.stream().map(KafkaRelayIT::place).distinct())
                    .as(group)
                    .isEqualTo(IntStream.range(0, count)
                            .filter(place -> place % GROUPS == number)
                            .boxed()
                            .toList());
        });
    }

    private static int place(Received relayed) {
        return Json.read(relayed.value()).at("/metadata/place").asInt();
    }

    private static Predicate<Received> of(String run) {
        return each -> Json.read(each.value()).at("/metadata/run").asText().equals(run);
    }

    private static String stuck() {
        return Api.get("/v1/status")
                .extract()
                .jsonPath()
                .getString("reasons.findAll { it.reason == 'channel_stuck' }.detail");
    }

    private void awaitArchived(String queue) {
        await().untilAsserted(() -> assertThat(database.number("select count(*) from pgmq.q_" + queue))
                .isZero());
    }

    private List<String> deadLetters(String run, int count) {
        return await()
                .until(
                        () -> database.rows(
                                "select headers->'dead_letter'->>'reason' from pgmq.q_pay_domain_events_dlq"
                                        + " where headers->>'run' = ?",
                                run),
                        found -> found.size() == count)
                .stream()
                .map(row -> (String) row.get(0))
                .toList();
    }
}
