package systems.tasker.events.postgres.retention;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;

import systems.tasker.events.queue.QueueName;

/** How long the archive of each queue keeps messages; immutable. */
public final class ArchiveRetention {

    private final Map<String, Duration> byQueue = new TreeMap<>();

    /**
     * Reads pairs of queue and age.
     *
     * @throws ConfigurationException when a text is no such pair
     */
    ArchiveRetention(Collection<String> pairs) {
        for (var pair : pairs) {
            var parts = pair.split("=", 2);
            try {
                var age = DurationConverter.parseDuration(parts[1].strip());
                if (age == null || age.isZero() || age.isNegative()) {
                    throw new IllegalArgumentException();
                }
                byQueue.put(new QueueName(parts[0].strip()).value(), age);
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException invalid) {
                throw new ConfigurationException("tasker.queues.archive.retention: '" + pair
                        + "' is not a queue and a time, such as payments_domain_events=90d");
            }
        }
    }

    /** The age at which archived messages of a queue are deleted; empty when its archive is kept. */
    public Optional<Duration> of(String queue) {
        return Optional.ofNullable(byQueue.get(new QueueName(queue).value()));
    }

    /** The ages by queue; empty when all archives are kept. */
    public Map<String, Duration> all() {
        return Map.copyOf(byQueue);
    }
}
