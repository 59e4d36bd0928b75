package systems.tasker.events.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import systems.tasker.events.publisher.BasePublisher;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.simulation.RecordedFile;
import systems.tasker.events.simulation.SimulationLimits;
import systems.tasker.events.simulation.SimulationReport;
import systems.tasker.events.simulation.Simulator;
import systems.tasker.events.simulation.Simulator.Side;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.template.KnownPublishers;
import systems.tasker.events.template.TemplateCatalog;

/**
 * What templates and publishers under test make of recorded results, compared with those of before; immutable.
 *
 * <pre>{@code
 * var report = Simulation.of(Path.of("config/tasks"))
 *         .with(new PaymentEventPublisher())
 *         .insteadOf(Path.of("src/test/resources/released"), new ReleasedPublisher())
 *         .against(Path.of("src/test/resources/results.ndjson"));
 * assertThat(report.events()).isEmpty();
 * }</pre>
 *
 * <p>It is the simulation of the command {@code simulate}: of publishers, only {@code shouldPublish}, {@code transformPayload} and {@code
 * additionalMetadata} are called, on the thread of the test.
 */
public final class Simulation {

    // A test is small; one that does not end must not hang the build.
    private static final SimulationLimits LIMITS = new SimulationLimits(Long.MAX_VALUE, Duration.ofMinutes(10), 1);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    private final Path templates;
    private final List<BasePublisher> publishers;
    private final Optional<Side> before;

    private Simulation(Path templates, List<BasePublisher> publishers, Optional<Side> before) {
        this.templates = templates;
        this.publishers = List.copyOf(publishers);
        this.before = before;
    }

    /** The templates below a folder, without custom publishers. */
    public static Simulation of(Path templates) {
        return new Simulation(templates, List.of(), Optional.empty());
    }

    /** The same with these publishers. */
    public Simulation with(BasePublisher... custom) {
        return new Simulation(templates, List.of(custom), before);
    }

    /**
     * The templates and publishers of before, to compare with.
     *
     * @throws RuntimeException whose message lists every problem of these templates
     */
    public Simulation insteadOf(Path templatesBefore, BasePublisher... publishersBefore) {
        return new Simulation(templates, publishers, Optional.of(side(templatesBefore, List.of(publishersBefore))));
    }

    /**
     * Simulates the results of a file, such as {@link ResultRecorder} writes.
     *
     * @throws IllegalStateException when there is nothing to compare with
     * @throws RuntimeException whose message lists every problem of the templates
     */
    public SimulationReport against(Path recorded) {
        var compared = before.orElseThrow(
                () -> new IllegalStateException("Name the templates and publishers of before with insteadOf(...)"));
        var simulator = new Simulator(
                compared, side(templates, publishers), AttemptsConvention.AFTER_CLAIM, Optional.empty(), CLOCK);
        try (var file = RecordedFile.open(recorded)) {
            return simulator.run(file.results(), LIMITS);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Side side(Path templates, List<BasePublisher> publishers) {
        return new Side(
                TemplateCatalog.load(templates, KnownPublishers.any()),
                PublisherRegistry.onCallersThread(publishers, CLOCK));
    }
}
