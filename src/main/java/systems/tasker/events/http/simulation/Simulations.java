package systems.tasker.events.http.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ShutdownEvent;

import systems.tasker.events.event.EventIds;
import systems.tasker.events.http.SaturatedException;
import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.postgres.recorded.RecordedDatabase;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.simulation.RecordedResults;
import systems.tasker.events.simulation.SimulationLimits;
import systems.tasker.events.simulation.Simulator;
import systems.tasker.events.simulation.Simulator.Side;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.template.TemplateCatalog;

/** The simulations of this instance: one at a time, and the report of the last one. */
@Singleton
class Simulations {

    /** Results that one simulation runs at most. */
    static final long MAX_RESULTS = 100_000;

    // A page of the database at most; the thread is a daemon and does not hold up the stop.
    private static final long STOP_MILLIS = 2_000;

    private final TemplateCatalog templates;
    private final PublisherRegistry publishers;
    private final AttemptsConvention convention;
    private final Function<Instant, RecordedResults> recorded;
    private final Clock clock;
    private final Supplier<UUID> ids = new EventIds()::next;
    private SimulationJob last;

    @Inject
    Simulations(
            TemplateCatalog templates,
            PublisherRegistry publishers,
            AttemptsConvention convention,
            RecordedDatabase database,
            Clock clock) {
        this(templates, publishers, convention, database::since, clock);
    }

    Simulations(
            TemplateCatalog templates,
            PublisherRegistry publishers,
            AttemptsConvention convention,
            Function<Instant, RecordedResults> recorded,
            Clock clock) {
        this.templates = templates;
        this.publishers = publishers;
        this.convention = convention;
        this.recorded = recorded;
        this.clock = clock;
    }

    /**
     * What to simulate.
     *
     * @param after the templates in place of the active ones
     * @param since the age of the oldest results
     * @param namespace the one namespace whose results are simulated
     * @param limits where the simulation ends
     */
    record Request(TemplateCatalog after, Duration since, Optional<String> namespace, SimulationLimits limits) {}

    /**
     * Starts a simulation.
     *
     * @throws SaturatedException when another one is running
     */
    synchronized SimulationView start(Request request) {
        if (last != null && last.isRunning()) {
            throw new SaturatedException("This instance runs another simulation.");
        }
        var simulator = new Simulator(
                new Side(templates.snapshot(), publishers),
                new Side(request.after(), publishers),
                convention,
                request.namespace(),
                clock);
        var startedAt = clock.instant();
        last = new SimulationJob(
                ids.get(), startedAt, simulator, recorded.apply(startedAt.minus(request.since())), request.limits());
        last.start();
        return last.view();
    }

    /** The last simulation, if it has this id. */
    synchronized Optional<SimulationJob> find(UUID id) {
        return Optional.ofNullable(last).filter(job -> job.id().equals(id));
    }

    synchronized void stop(@Observes @Priority(Lifecycle.STOP_SIMULATION) ShutdownEvent stop)
            throws InterruptedException {
        if (last != null) {
            last.cancel();
            last.join(STOP_MILLIS);
        }
    }
}
