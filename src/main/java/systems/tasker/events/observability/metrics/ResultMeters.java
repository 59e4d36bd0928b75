package systems.tasker.events.observability.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import systems.tasker.events.observability.MeterNames;
import systems.tasker.events.observability.metrics.EventStatistics.ResultStatistics;
import systems.tasker.events.publication.Acceptance;
import systems.tasker.events.publication.Acceptance.Kind;
import systems.tasker.events.publication.PublicationListener;
import systems.tasker.events.publication.store.CommitVerdict;

/** Measures the time of answers and commits, and counts the answers for the statistics of the instance. Thread-safe. */
@Singleton
class ResultMeters implements PublicationListener {

    private final MeterProvider<Timer> accepts;
    private final MeterProvider<Timer> commits;
    // A look-up in the registry costs more than the measurement.
    private final Map<Kind, Timer> acceptsByKind = new ConcurrentHashMap<>();
    private final Map<String, Timer> commitsByVerdict = new ConcurrentHashMap<>();
    // Not read from the timers, which some registries reset with each export.
    private final Map<Kind, LongAdder> answers =
            Stream.of(Kind.values()).collect(Collectors.toMap(Function.identity(), kind -> new LongAdder()));
    private final LongAdder nanos = new LongAdder();

    ResultMeters(MeterRegistry registry) {
        this.accepts = Timer.builder(MeterNames.ACCEPT)
                .description("Step results from submission to answer")
                .publishPercentileHistogram()
                .withRegistry(registry);
        this.commits = Timer.builder(MeterNames.COMMIT)
                .description("Commits from the end of the journey to the verdict")
                .publishPercentileHistogram()
                .withRegistry(registry);
    }

    @Override
    public void onAnswered(Acceptance acceptance, Duration took) {
        acceptsByKind
                .computeIfAbsent(acceptance.kind(), kind -> accepts.withTags("answer", kind.label()))
                .record(took);
        answers.get(acceptance.kind()).increment();
        nanos.add(took.toNanos());
    }

    @Override
    public void onVerdict(CommitVerdict verdict, Duration took) {
        commitsByVerdict
                .computeIfAbsent(verdict.label(), label -> commits.withTags("verdict", label))
                .record(took);
    }

    ResultStatistics results() {
        return new ResultStatistics(
                answers.get(Kind.ACCEPTED).sum(),
                answers.get(Kind.REPLAYED).sum(),
                answers.get(Kind.CONFLICT).sum(),
                nanos.sum() / (double) TimeUnit.SECONDS.toNanos(1));
    }
}
