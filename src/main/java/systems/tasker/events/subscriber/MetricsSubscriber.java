package systems.tasker.events.subscriber;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.node.ObjectNode;

import systems.tasker.events.event.DomainEvent;

/** Counts the events that pass through the process, as the language workers' metrics subscribers do. */
@Singleton
@SubscribesTo("*")
class MetricsSubscriber extends BaseSubscriber {

    private final Clock clock;
    private final LongAdder successes = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Map<String, LongAdder> byNamespace = new ConcurrentSkipListMap<>();
    private volatile Instant lastEventAt;

    MetricsSubscriber(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void handle(DomainEvent event) {
        (event.payload().executionResult().success() ? successes : failures).increment();
        byNamespace
                .computeIfAbsent(event.metadata().namespace(), namespace -> new LongAdder())
                .increment();
        lastEventAt = clock.instant();
    }

    @Override
    public ObjectNode details() {
        var details = super.details();
        details.put("events_received", successes.sum() + failures.sum());
        details.put("success_events", successes.sum());
        details.put("failure_events", failures.sum());
        var namespaces = details.putObject("events_by_namespace");
        byNamespace.forEach((namespace, count) -> namespaces.put(namespace, count.sum()));
        details.put("last_event_at", lastEventAt == null ? null : lastEventAt.toString());
        return details;
    }
}
