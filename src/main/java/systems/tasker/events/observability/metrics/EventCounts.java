package systems.tasker.events.observability.metrics;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import systems.tasker.events.event.DeliveryMode;
import systems.tasker.events.observability.MeterNames;
import systems.tasker.events.observability.metrics.EventStatistics.EventCount;
import systems.tasker.events.observability.metrics.EventStatistics.OutcomeStatistics;
import systems.tasker.events.publication.PublicationListener;
import systems.tasker.events.publication.PublicationOutcome;
import systems.tasker.events.publication.PublicationOutcome.Reason;
import systems.tasker.events.publication.PublicationOutcome.Status;
import systems.tasker.events.template.TemplateCatalog;

/**
 * Counts every declared event, once, for the meters and for the statistics of the instance. Tags come only from templates: callers cannot
 * create time series. Thread-safe.
 */
@Singleton
class EventCounts implements PublicationListener {

    private static final String NONE = "none";
    private static final String UNDECLARED = "undeclared";

    private final Map<Event, LongAdder> evaluated = new ConcurrentHashMap<>();
    private final Map<Ending, LongAdder> ended = new ConcurrentHashMap<>();
    private final TemplateCatalog templates;
    private final MeterRegistry registry;

    EventCounts(TemplateCatalog templates, MeterRegistry registry) {
        this.templates = templates;
        this.registry = registry;
    }

    private record Event(String namespace, String name, Optional<DeliveryMode> mode) {

        Tags tags() {
            return Tags.of(
                    "event_name", name,
                    "namespace", namespace,
                    "delivery_mode", mode.map(DeliveryMode::label).orElse(NONE));
        }

        Event inAnyMode() {
            return new Event(namespace, name, Optional.empty());
        }

        boolean isDeclared() {
            return !namespace.equals(UNDECLARED) || !name.equals(UNDECLARED);
        }
    }

    private record Ending(Event event, Status status, Optional<Reason> reason) {

        Tags tags() {
            return event.tags()
                    .and(
                            "outcome", status.label(),
                            "reason", reason.map(Reason::label).orElse(NONE));
        }
    }

    @Override
    public void onEvaluated(String namespace, String eventName, Optional<DeliveryMode> deliveryMode) {
        evaluated
                .computeIfAbsent(
                        event(namespace, eventName, deliveryMode),
                        first -> counter(
                                MeterNames.EVALUATED,
                                "Declared events of accepted results, whatever became of them",
                                first.tags()))
                .increment();
    }

    @Override
    public void onOutcome(PublicationOutcome outcome) {
        var event = event(outcome.namespace(), outcome.eventName(), outcome.deliveryMode());
        ended.computeIfAbsent(
                        new Ending(event, outcome.status(), outcome.reason()),
                        first -> counter(
                                MeterNames.DOMAIN_EVENTS, "Declared events by how their journey ended", first.tags()))
                .increment();
    }

    OutcomeStatistics outcomes() {
        var all = ended.entrySet();
        return new OutcomeStatistics(
                sum(all, Status.PUBLISHED),
                sum(all, Status.SKIPPED),
                sum(all, Status.REJECTED),
                sum(all, Status.FAILED),
                sum(all, Status.DROPPED));
    }

    /** The outcomes of each event that a template declares, by namespace and name. */
    List<EventCount> events() {
        return ended.entrySet().stream()
                .filter(ending -> ending.getKey().event().isDeclared())
                .collect(Collectors.groupingBy(ending -> ending.getKey().event().inAnyMode()))
                .entrySet()
                .stream()
                .map(event -> new EventCount(
                        event.getKey().namespace(),
                        event.getKey().name(),
                        sum(event.getValue(), Status.PUBLISHED),
                        sum(event.getValue(), Status.SKIPPED),
                        sum(event.getValue(), Status.REJECTED),
                        sum(event.getValue(), Status.FAILED),
                        sum(event.getValue(), Status.DROPPED)))
                .sorted(Comparator.comparing(EventCount::namespace).thenComparing(EventCount::eventName))
                .toList();
    }

    private static long sum(Collection<Map.Entry<Ending, LongAdder>> endings, Status status) {
        return endings.stream()
                .filter(ending -> ending.getKey().status() == status)
                .mapToLong(ending -> ending.getValue().sum())
                .sum();
    }

    /** Callers could exhaust the memory with names of their own. */
    private Event event(String namespace, String name, Optional<DeliveryMode> mode) {
        return templates.declares(namespace, name)
                ? new Event(namespace, name, mode)
                : new Event(UNDECLARED, UNDECLARED, mode);
    }

    private LongAdder counter(String name, String description, Tags tags) {
        var count = new LongAdder();
        FunctionCounter.builder(name, count, LongAdder::sum)
                .description(description)
                .tags(tags)
                .register(registry);
        return count;
    }
}
