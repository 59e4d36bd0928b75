package systems.tasker.events.messaging.connector;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.quarkus.runtime.configuration.DurationConverter;

import systems.tasker.events.postgres.pgmq.Backoff;
import systems.tasker.events.queue.QueueName;

/**
 * The attributes of an incoming channel, checked.
 *
 * @param channel the channel's name
 * @param queues its queues
 * @param consumer the name that its queues are registered for with the inbox of consumers; empty to read them in no order
 * @param lease the visibility timeout
 */
record IncomingSettings(
        String channel,
        List<String> queues,
        Optional<String> consumer,
        Duration lease,
        Duration leaseExtension,
        int batchSize,
        int maxConcurrency,
        Duration pollInterval,
        Duration maxPollInterval,
        boolean notified,
        boolean archives,
        FailureStrategy failureStrategy,
        int maxAttempts,
        Backoff backoff,
        Optional<String> deadLetterQueue,
        boolean createQueue,
        Duration stalledAfter,
        Duration shutdownTimeout) {

    // More than a read that times out, or a notification that is late, may cost.
    private static final int MISSED_POLLS = 6;

    IncomingSettings {
        atLeastOne(channel, "batch-size", batchSize);
        atLeastOne(channel, "max-concurrency", maxConcurrency);
        if (lease.toSeconds() < 1) {
            throw refused(channel, "visibility-timeout", "must be at least 1s");
        }
        if (pollInterval.toMillis() < 1 || maxPollInterval.compareTo(pollInterval) < 0) {
            throw refused(channel, "poll-interval", "must be at least 1ms, and no longer than max-poll-interval");
        }
    }

    static IncomingSettings of(PgmqConnectorIncomingConfiguration config) {
        var channel = config.getChannel();
        return new IncomingSettings(
                channel,
                Arrays.stream(config.getQueue().orElse(channel).split(","))
                        .map(String::strip)
                        .toList(),
                config.getConsumer(),
                duration(channel, "visibility-timeout", config.getVisibilityTimeout()),
                duration(channel, "lease-extension", config.getLeaseExtension()),
                config.getBatchSize(),
                config.getMaxConcurrency(),
                duration(channel, "poll-interval", config.getPollInterval()),
                duration(channel, "max-poll-interval", config.getMaxPollInterval()),
                choice(channel, "wake-up", config.getWakeUp(), "notify", "poll"),
                choice(channel, "ack", config.getAck(), "archive", "delete"),
                strategy(channel, config.getFailureStrategy()),
                config.getMaxAttempts(),
                backoff(channel, config),
                config.getDeadLetterQueue(),
                config.getCreateQueue(),
                duration(channel, "stalled-after", config.getStalledAfter()),
                duration(channel, "shutdown-timeout", config.getShutdownTimeout()));
    }

    /** The time after which a visible message shows that the queue is not polled: so many polls should have read it. */
    Duration pollPatience() {
        return maxPollInterval.multipliedBy(MISSED_POLLS);
    }

    /** Where the dead letters of a queue go. */
    String deadLetterQueueOf(String queue) {
        return deadLetterQueue.orElseGet(() -> QueueName.ofDeadLetters(queue));
    }

    private static Backoff backoff(String channel, PgmqConnectorIncomingConfiguration config) {
        try {
            return new Backoff(
                    duration(channel, "backoff", config.getBackoff()),
                    config.getBackoffFactor(),
                    duration(channel, "max-backoff", config.getMaxBackoff()));
        } catch (IllegalArgumentException shrinking) {
            throw refused(channel, "backoff", shrinking.getMessage());
        }
    }

    private static FailureStrategy strategy(String channel, String text) {
        for (var strategy : FailureStrategy.values()) {
            if (strategy.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_'))) {
                return strategy;
            }
        }
        throw refused(channel, "failure-strategy", "must be retry, dead-letter-queue, fail or ignore, not " + text);
    }

    private static boolean choice(String channel, String attribute, String text, String first, String second) {
        if (!text.equals(first) && !text.equals(second)) {
            throw refused(channel, attribute, "must be " + first + " or " + second + ", not " + text);
        }
        return text.equals(first);
    }

    private static Duration duration(String channel, String attribute, String text) {
        try {
            return DurationConverter.parseDuration(text);
        } catch (IllegalArgumentException notADuration) {
            throw refused(channel, attribute, "must be a duration such as 30s or 5m, not " + text);
        }
    }

    private static void atLeastOne(String channel, String attribute, int value) {
        if (value < 1) {
            throw refused(channel, attribute, "must be at least 1");
        }
    }

    private static IllegalArgumentException refused(String channel, String attribute, String what) {
        return new IllegalArgumentException("Channel " + channel + ": " + attribute + " " + what);
    }
}
