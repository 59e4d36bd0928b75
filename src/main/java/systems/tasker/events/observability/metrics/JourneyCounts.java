package systems.tasker.events.observability.metrics;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import systems.tasker.events.observability.metrics.EventStatistics.EventCount;
import systems.tasker.events.observability.metrics.EventStatistics.OutcomeStatistics;
import systems.tasker.events.observability.metrics.EventStatistics.ResultStatistics;
import systems.tasker.events.publication.Acceptance;
import systems.tasker.events.publication.PublicationListener;
import systems.tasker.events.publication.PublicationOutcome;
import systems.tasker.events.publication.PublicationOutcome.Status;
import systems.tasker.events.template.TemplateCatalog;

/** Counts answers and outcomes for the statistics of the instance; thread-safe. */
@Singleton
class JourneyCounts implements PublicationListener {

    private final Map<Acceptance.Kind, LongAdder> answers = counts(Acceptance.Kind.values());
    private final Map<Status, LongAdder> outcomes = counts(Status.values());
    private final LongAdder nanos = new LongAdder();
    private final Map<Declared, Map<Status, LongAdder>> byEvent = new ConcurrentHashMap<>();
    private final TemplateCatalog templates;

    JourneyCounts(TemplateCatalog templates) {
        this.templates = templates;
    }

    private record Declared(String namespace, String name) {}

    private static <K> Map<K, LongAdder> counts(K[] keys) {
        return Stream.of(keys).collect(Collectors.toMap(Function.identity(), key -> new LongAdder()));
    }

    @Override
    public void onOutcome(PublicationOutcome outcome) {
        outcomes.get(outcome.status()).increment();
        // Others are named by callers, who could exhaust the memory.
        if (templates.declares(outcome.namespace(), outcome.eventName())) {
            byEvent.computeIfAbsent(
                            new Declared(outcome.namespace(), outcome.eventName()), first -> counts(Status.values()))
                    .get(outcome.status())
                    .increment();
        }
    }

    @Override
    public void onAnswered(Acceptance acceptance, Duration took) {
        answers.get(acceptance.kind()).increment();
        nanos.add(took.toNanos());
    }

    ResultStatistics results() {
        return new ResultStatistics(
                answers.get(Acceptance.Kind.ACCEPTED).sum(),
                answers.get(Acceptance.Kind.REPLAYED).sum(),
                answers.get(Acceptance.Kind.CONFLICT).sum(),
                nanos.sum() / (double) TimeUnit.SECONDS.toNanos(1));
    }

    OutcomeStatistics outcomes() {
        return new OutcomeStatistics(
                outcomes.get(Status.PUBLISHED).sum(),
                outcomes.get(Status.SKIPPED).sum(),
                outcomes.get(Status.REJECTED).sum(),
                outcomes.get(Status.FAILED).sum(),
                outcomes.get(Status.DROPPED).sum());
    }

    /** The outcomes of each event, by namespace and name. */
    List<EventCount> events() {
        return byEvent.entrySet().stream()
                .map(event -> new EventCount(
                        event.getKey().namespace(),
                        event.getKey().name(),
                        event.getValue().get(Status.PUBLISHED).sum(),
                        event.getValue().get(Status.SKIPPED).sum(),
                        event.getValue().get(Status.REJECTED).sum(),
                        event.getValue().get(Status.FAILED).sum(),
                        event.getValue().get(Status.DROPPED).sum()))
                .sorted(Comparator.comparing(EventCount::namespace).thenComparing(EventCount::eventName))
                .toList();
    }
}
