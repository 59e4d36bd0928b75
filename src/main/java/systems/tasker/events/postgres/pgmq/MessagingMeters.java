package systems.tasker.events.postgres.pgmq;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;

import systems.tasker.events.observability.MeterNames;

/**
 * Counts and times what goes into queues and out of them, under the names and tags of OpenTelemetry's conventions for messaging.
 *
 * <p>Tags name queues that exist and SQL states, so their number is bounded. Thread-safe and non-blocking.
 */
@Singleton
public final class MessagingMeters {

    private static final String SYSTEM = "messaging.system";
    private static final String PGMQ = "pgmq";
    private static final String OPERATION = "messaging.operation.name";
    private static final String QUEUE = "messaging.destination.name";
    private static final String ERROR = "error.type";
    private static final String NONE = "none";
    // What the conventions say for an error without a name.
    private static final String OTHER = "_OTHER";

    private final MeterProvider<Counter> sent;
    private final MeterProvider<Counter> consumed;
    private final MeterProvider<Timer> operations;
    private final MeterProvider<Timer> processes;

    MessagingMeters(MeterRegistry registry) {
        this.sent = Counter.builder(MeterNames.SENT_MESSAGES)
                .description("Messages sent")
                .tag(SYSTEM, PGMQ)
                .withRegistry(registry);
        this.consumed = Counter.builder(MeterNames.CONSUMED_MESSAGES)
                .description("Messages taken by the channels of this instance")
                .tag(SYSTEM, PGMQ)
                .withRegistry(registry);
        this.operations = Timer.builder(MeterNames.OPERATION_DURATION)
                .description("Statements that send, receive or settle messages")
                .tag(SYSTEM, PGMQ)
                .publishPercentileHistogram()
                .withRegistry(registry);
        this.processes = Timer.builder(MeterNames.PROCESS_DURATION)
                .description("Messages of a channel from being handed out to being acknowledged or refused")
                .tag(SYSTEM, PGMQ)
                .publishPercentileHistogram()
                .withRegistry(registry);
    }

    /** What a statement does with messages. */
    public enum Operation {
        SEND,
        RECEIVE,
        SETTLE;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Messages that are committed, by queue. */
    public void sent(Map<String, Integer> messagesByQueue) {
        messagesByQueue.forEach(
                (queue, messages) -> sent.withTags(tags(Operation.SEND, queue)).increment(messages));
    }

    void received(String queue, int messages) {
        consumed.withTags(tags(Operation.RECEIVE, queue)).increment(messages);
    }

    /** A statement, timed from its subscription to its end. */
    public <T> Uni<T> timed(Operation operation, Uni<T> statement) {
        return Uni.createFrom().deferred(() -> {
            var start = System.nanoTime();
            return statement
                    .onTermination()
                    .invoke((item, fault, isCancelled) -> operations
                            .withTags(Tags.of(
                                    OPERATION, operation.label(), ERROR, isCancelled ? "timeout" : errorType(fault)))
                            .record(Duration.ofNanos(System.nanoTime() - start)));
        });
    }

    /** A message was acknowledged, or not acknowledged because of a failure. */
    void processed(String queue, Duration took, Throwable failure) {
        processes
                .withTags(Tags.of(QUEUE, queue, ERROR, failure == null ? NONE : OTHER))
                .record(took);
    }

    private static Tags tags(Operation operation, String queue) {
        return Tags.of(OPERATION, operation.label(), QUEUE, queue);
    }

    private static String errorType(Throwable fault) {
        if (fault == null) {
            return NONE;
        }
        var state = DatabaseErrors.sqlState(fault);
        return state.isEmpty() ? OTHER : state;
    }
}
