package systems.tasker.events.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import systems.tasker.events.publication.DryRun;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.simulation.SimulationReport.Input;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.step.TaskSequenceStep;
import systems.tasker.events.template.TaskTemplate;
import systems.tasker.events.template.TemplateCatalog;

/**
 * Runs recorded results through the journey twice, with the templates and publishers of before and with those to simulate.
 *
 * <pre>
 *     recorded result ─▶ every nth ─▶ replayable? ──no──▶ counted by reason
 *                     ─▶ plan before (DryRun)
 *                     ─▶ plan after  (DryRun) ─▶ Comparison ─▶ Tally ─▶ report
 * </pre>
 *
 * <p>Publishes nothing; of publishers, only the hooks without effects are called. One result is in memory at a time.
 */
public final class Simulator {

    private static final int MAX_UNREACHED = 50;

    private final Side after;
    private final DryRun beforeRun;
    private final DryRun afterRun;
    private final SlimContexts slimContexts;
    private final Clock clock;
    private final Optional<String> namespace;

    /** Templates and the publishers of their events. */
    public record Side(TemplateCatalog templates, PublisherRegistry publishers) {}

    /**
     * Creates a simulator.
     *
     * @param namespace the one namespace whose results are simulated; empty for all
     * @param clock the time of the start becomes that of every event
     */
    public Simulator(Side before, Side after, AttemptsConvention convention, Optional<String> namespace, Clock clock) {
        this.after = after;
        this.clock = clock;
        this.namespace = namespace;
        this.slimContexts = new SlimContexts(before.templates(), after.templates());
        var fixed = Clock.fixed(clock.instant(), ZoneOffset.UTC);
        this.beforeRun = DryRun.of(before.templates(), before.publishers(), convention, fixed);
        this.afterRun = DryRun.of(after.templates(), after.publishers(), convention, fixed);
    }

    /** Observes and ends a simulation; called for every result. */
    @FunctionalInterface
    public interface Progress {

        /** Whether it goes on after so many results were read. */
        boolean goesOn(long read);
    }

    /** Simulates results until there are no more or a limit is reached; blocks. */
    public SimulationReport run(Iterator<RecordedResult> results, SimulationLimits limits, Progress progress) {
        var run = new Run();
        var start = System.nanoTime();
        var ended = "complete";
        while (true) {
            if (!progress.goesOn(run.read)) {
                ended = "cancelled";
                break;
            } else if (System.nanoTime() - start > limits.timeLimit().toNanos()) {
                ended = "time_limit";
                break;
            } else if (!results.hasNext()) {
                break;
            } else if (run.simulated >= limits.maxResults()) {
                ended = "max_results";
                break;
            }
            run.add(results.next(), limits.sample());
        }
        return run.report(limits.sample(), ended, Duration.ofNanos(System.nanoTime() - start));
    }

    /** The same without observer. */
    public SimulationReport run(Iterator<RecordedResult> results, SimulationLimits limits) {
        return run(results, limits, read -> true);
    }

    private static Stream<DeclaredEvent> declared(TaskTemplate template) {
        return template.steps().stream()
                .flatMap(step -> step.publishesEvents().stream()
                        .map(event -> new DeclaredEvent(
                                template.namespaceName(),
                                template.name(),
                                step.name(),
                                event.name().value())));
    }

    private final class Run {

        private final Tally tally = new Tally();
        private final Map<NotReplayable, Long> notReplayable = new EnumMap<>(NotReplayable.class);
        private final Set<String> reachedSteps = new HashSet<>();
        private long read;
        private long simulated;
        private long undeclared;

        void add(RecordedResult result, int sample) {
            read++;
            if ((read - 1) % sample != 0) {
                return;
            }
            if (result.reason().isPresent()) {
                notReplayable.merge(result.reason().get(), 1L, Long::sum);
                return;
            }
            if (namespace.isPresent() && !namespace.get().equals(result.namespace())) {
                return;
            }
            var replayable =
                    result.slim() ? slimContexts.completed(result.submission().orElseThrow()) : result.submission();
            if (replayable.isEmpty()) {
                notReplayable.merge(NotReplayable.CONTEXT_SLIM, 1L, Long::sum);
                return;
            }
            var submission = replayable.get();
            var context = submission.inlineContext().orElseThrow();
            var earlier = beforeRun.plan(submission).await().indefinitely();
            var later = afterRun.plan(submission).await().indefinitely();
            simulated++;
            if (earlier.undeclared().isPresent() && later.undeclared().isPresent()) {
                undeclared++;
            }
            if (later.undeclared().isEmpty()) {
                reachedSteps.add(stepOf(context));
            }
            Comparison.of(context, earlier, later, tally);
        }

        private String stepOf(TaskSequenceStep context) {
            return String.join("/", context.namespace(), context.taskName(), context.templateStepName());
        }

        SimulationReport report(int sample, String ended, Duration took) {
            var reasons = new TreeMap<String, Long>();
            notReplayable.forEach((reason, results) -> reasons.put(reason.label(), results));
            var changes = tally.changes();
            return new SimulationReport(
                    !changes.isEmpty(),
                    new Input(read, simulated, sample, reasons, undeclared, ended, took.toMillis()),
                    changes,
                    unreached());
        }

        private List<String> unreached() {
            return after.templates().templates().stream()
                    .filter(template ->
                            namespace.map(template.namespaceName()::equals).orElse(true))
                    .flatMap(Simulator::declared)
                    .filter(event ->
                            !reachedSteps.contains(String.join("/", event.namespace(), event.template(), event.step())))
                    .distinct()
                    .sorted()
                    .map(DeclaredEvent::toString)
                    .limit(MAX_UNREACHED)
                    .toList();
        }
    }
}
