package systems.tasker.events.observability;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.eclipse.microprofile.config.Config;

import static java.util.Map.entry;

/** Fails the start when a setting of an earlier version is still set: it would be ignored silently. */
@Singleton
class RemovedSettings {

    /** What a group of settings per name has in place of the name. */
    private static final String NAME = "{name}";

    /** The old name and the new one. */
    static final Map<String, String> RENAMED = Map.ofEntries(
            entry("tasker.bus.queue-size", "tasker.subscribers.{name}.queue-size"),
            entry("tasker.context.expiry", "tasker.context.retention"),
            entry("tasker.context.timeout", "tasker.ledger.timeout"),
            entry("tasker.ingress.body-timeout", "quarkus.http.read-timeout"),
            entry("tasker.ingress.max-batch-size", "quarkus.http.limits.max-body-size"),
            entry("tasker.ledger.commit-timeout", "tasker.ledger.timeout"),
            entry("tasker.ledger.retention.window", "tasker.ledger.retention"),
            entry("tasker.metrics.worker-id", "HOSTNAME"),
            entry("tasker.pgmq.create-extension", "tasker.pgmq.create-queues"),
            entry("tasker.publication.message-form", "tasker.publication.slim-events"),
            entry("tasker.publisher.time-limit", "tasker.publisher.timeout"),
            entry("tasker.queues.old-after", "tasker.queues.max-message-age"),
            entry("tasker.queues.sample.pinned-age", "tasker.queues.sample.xmin-age-threshold"),
            entry("tasker.queues.search.max-time", "tasker.queues.timeout"),
            entry("tasker.queues.search.timeout", "tasker.queues.timeout"),
            entry("tasker.subscribers.{name}.time-limit", "tasker.subscribers.{name}.timeout"));

    /** The old name, and the setting that its value follows from now. */
    static final Map<String, String> DERIVED = Map.ofEntries(
            entry("tasker.ingress.max-concurrent-requests", "quarkus.http.limits.max-connections"),
            entry("tasker.ledger.lock-timeout", "tasker.ledger.timeout"),
            entry("tasker.ledger.probe-interval", "tasker.queues.sample.interval"),
            entry("tasker.pgmq.connection.connect-timeout", "tasker.ledger.timeout"),
            entry("tasker.pgmq.connection.idle-timeout", "tasker.ledger.timeout"),
            entry("tasker.pgmq.connection.silence-timeout", "tasker.ledger.timeout"),
            entry("tasker.pgmq.connection.statement-timeout", "tasker.ledger.timeout"),
            entry("tasker.publication.intake.max-requests", "quarkus.http.limits.max-connections"),
            entry("tasker.publication.max-messages-size", "tasker.ingress.max-body-size"),
            entry("tasker.stream.max-readers", "quarkus.http.limits.max-connections"),
            entry("tasker.stream.max-readers-per-caller", "quarkus.http.limits.max-connections"));

    /** Settings that no operator had a reason to change. */
    static final Set<String> CONSTANTS = Set.of(
            "tasker.bus.drain-timeout",
            "tasker.context.cache-size",
            "tasker.context.purge-batch-size",
            "tasker.context.purge-interval",
            "tasker.context.purge-timeout",
            "tasker.database.stuck-after",
            "tasker.ingress.channel.drain-timeout",
            "tasker.ingress.channel.first-pause",
            "tasker.ingress.channel.longest-pause",
            "tasker.ingress.channel.max-bytes",
            "tasker.ingress.channel.max-concurrent-messages",
            "tasker.ingress.channel.max-messages",
            "tasker.ingress.max-batch-results",
            "tasker.ingress.max-concurrent-bytes",
            "tasker.ingress.max-nesting-depth",
            "tasker.ingress.max-number-length",
            "tasker.ingress.max-written-size",
            "tasker.ingress.retry-after",
            "tasker.ledger.group-commit.lanes",
            "tasker.ledger.group-commit.max-results",
            "tasker.ledger.group-commit.max-size",
            "tasker.ledger.max-concurrent-commits",
            "tasker.ledger.purge-interval",
            "tasker.ledger.retention.batch-size",
            "tasker.ledger.retention.interval",
            "tasker.ledger.retention.timeout",
            "tasker.metrics.failing-until-quiet-for",
            "tasker.metrics.failure-window",
            "tasker.observation.liveness-timeout",
            "tasker.observation.wedged-after",
            "tasker.pgmq.index-timeout",
            "tasker.pgmq.notify-interval",
            "tasker.pgmq.start-timeout",
            "tasker.publication.fire-and-forget.drain-timeout",
            "tasker.publication.fire-and-forget.queue-size",
            "tasker.publication.fire-and-forget.workers",
            "tasker.publication.intake.max-bytes",
            "tasker.publisher.queue-size",
            "tasker.queues.page.max-size",
            "tasker.queues.page.size",
            "tasker.queues.resend.batch-size",
            "tasker.queues.resend.max-duration",
            "tasker.queues.resend.max-messages",
            "tasker.queues.resend.scan-size",
            "tasker.queues.resend.timeout",
            "tasker.queues.sample.max-count",
            "tasker.queues.sample.max-meters",
            "tasker.queues.sample.time-limit",
            "tasker.queues.sample.timeout",
            "tasker.queues.search.max-concurrent",
            "tasker.queues.search.max-page-size",
            "tasker.queues.search.page-size",
            "tasker.stream.chunk-size",
            "tasker.stream.heartbeat",
            "tasker.stream.interval",
            "tasker.stream.ring.kept-for",
            "tasker.stream.ring.max-bytes",
            "tasker.stream.ring.max-events",
            "tasker.stream.ring.retention",
            "tasker.stream.time-share",
            "tasker.subscribers.{name}.pause",
            "tasker.templates.max-file-size",
            "tasker.templates.max-files",
            "tasker.templates.schema.max-alternatives",
            "tasker.templates.schema.max-comparisons",
            "tasker.templates.schema.max-match-steps",
            "tasker.templates.schema.max-size");

    void check(@Observes @Priority(Lifecycle.START_SETTINGS) StartupEvent start, Config config) {
        check(config);
    }

    /**
     * Reads every source, environment variables included.
     *
     * @throws ConfigurationException with a line for each removed setting that is set
     */
    static void check(Config config) {
        SortedSet<String> problems = new TreeSet<>();
        RENAMED.forEach((old, renamed) ->
                set(config, old).forEach(name -> problems.add(name + " was renamed: set " + renamed + " instead")));
        DERIVED.forEach((old, source) -> set(config, old)
                .forEach(name -> problems.add(name + " follows from " + source + " now and cannot be set: remove it")));
        CONSTANTS.forEach(old -> set(config, old)
                .forEach(name -> problems.add(name + " is a constant now and cannot be set: remove it")));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    problems.size() + " removed setting(s) in the configuration:\n  " + String.join("\n  ", problems));
        }
    }

    /** The names under which a setting is set. */
    private static Stream<String> set(Config config, String setting) {
        if (setting.contains(NAME)) {
            // An environment variable has the same letters and underscores in place of the rest.
            var start = setting.substring(0, setting.indexOf(NAME));
            var end = setting.substring(setting.indexOf(NAME) + NAME.length());
            var names = Pattern.compile(Pattern.quote(start) + ".+" + Pattern.quote(end) + "|"
                    + environmentVariable(start) + ".+" + environmentVariable(end));
            return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                    .filter(names.asMatchPredicate());
        }
        return config.getConfigValue(setting).getRawValue() == null ? Stream.empty() : Stream.of(setting);
    }

    private static String environmentVariable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
