package systems.tasker.events.messaging.relay;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.quarkus.arc.properties.UnlessBuildProperty;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment.Strategy;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import systems.tasker.events.json.Json;
import systems.tasker.events.messaging.connector.IncomingPgmqMetadata;
import systems.tasker.events.messaging.connector.PgmqRejection;
import systems.tasker.events.observability.ChannelWatch;
import systems.tasker.events.observability.SendingProgress;

/**
 * Relays the events of queues to Kafka; disabled by default.
 *
 * <pre>
 *     queue ─▶ event? ─▶ topic, key, headers ─▶ Kafka ─▶ acknowledged by the broker ─▶ archived
 *                │ no                             │ too large for the broker
 *                └──────▶ dead-letter queue ◀─────┘
 * </pre>
 *
 * <p>At least once: an event stays in its queue until the broker has it, and what was in flight when either side died is sent again.
 */
@UnlessBuildProperty(name = "tasker.native.minimal", stringValue = "true", enableIfMissing = true)
@ApplicationScoped
class KafkaRelay {

    // A broker that restarts takes less.
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String NAME = "Channel domain-events-kafka";

    private final EventMapping mapping;
    private final ChannelWatch watch;

    @Inject
    KafkaRelay(RelayConfig config, ChannelWatch watch) {
        this.mapping = new EventMapping(new TopicName(config.topic()));
        this.watch = watch;
    }

    /**
     * Says how an event goes to Kafka; Kafka's acknowledgement is the message's.
     *
     * @return null for a message that does not go there
     */
    @Incoming("domain-events-out")
    @Outgoing("domain-events-kafka")
    @Acknowledgment(Strategy.MANUAL)
    Message<String> relay(Message<String> message) {
        var event = read(message.getPayload());
        var problems = mapping.problems(event);
        if (!problems.isEmpty()) {
            reject(message, new IllegalArgumentException("Not an event"), new PgmqRejection("not_an_event", problems));
            return null;
        }
        var messageHeaders = message.getMetadata(IncomingPgmqMetadata.class)
                .map(IncomingPgmqMetadata::headers)
                .orElseGet(JsonNodeFactory.instance::objectNode);
        var progress = watch.watchSending(NAME, PATIENCE);
        progress.submitted();
        return message.addMetadata(metadata(mapping.of(event, messageHeaders)))
                .withAck(() -> {
                    progress.settled();
                    return message.ack();
                })
                .withNack(refusal -> refused(message, refusal, progress));
    }

    private static JsonNode read(String text) {
        try {
            return Json.read(text);
        } catch (UncheckedIOException nestedTooDeeply) {
            return MissingNode.getInstance();
        }
    }

    private static OutgoingKafkaRecordMetadata<String> metadata(KafkaEvent event) {
        var headers = new RecordHeaders();
        event.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(event.topic())
                .withKey(event.key())
                .withHeaders(headers)
                .build();
    }

    /** Nearly always the broker is to blame, and the event waits in its queue for the next attempt. */
    private static CompletionStage<Void> refused(Message<String> message, Throwable refusal, SendingProgress progress) {
        if (refusal instanceof RecordTooLargeException || refusal instanceof RecordBatchTooLargeException) {
            progress.settled();
            return reject(message, refusal, new PgmqRejection("too_large", List.of(refusal.getMessage())));
        }
        progress.failed();
        return message.nack(refusal);
    }

    private static CompletionStage<Void> reject(Message<String> message, Throwable why, PgmqRejection rejection) {
        return message.nack(why, Metadata.of(rejection));
    }
}
