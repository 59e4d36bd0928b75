package systems.tasker.events.observability.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import systems.tasker.events.observability.metrics.EventStatistics.OutcomeStatistics;
import systems.tasker.events.observability.metrics.EventStatistics.ResultStatistics;
import systems.tasker.events.publication.Acceptance;
import systems.tasker.events.publication.PublicationListener;
import systems.tasker.events.publication.PublicationOutcome;
import systems.tasker.events.publication.PublicationOutcome.Status;

/** Counts answers and outcomes for the statistics of the instance; thread-safe. */
@Singleton
class JourneyCounts implements PublicationListener {

    private final Map<Acceptance.Kind, LongAdder> answers = counts(Acceptance.Kind.values());
    private final Map<Status, LongAdder> outcomes = counts(Status.values());
    private final LongAdder nanos = new LongAdder();

    private static <K> Map<K, LongAdder> counts(K[] keys) {
        return Stream.of(keys).collect(Collectors.toMap(Function.identity(), key -> new LongAdder()));
    }

    @Override
    public void onOutcome(PublicationOutcome outcome) {
        outcomes.get(outcome.status()).increment();
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
}
