package systems.tasker.events.http.simulation;

import java.time.Instant;
import java.util.UUID;

import org.jboss.logging.Logger;

import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.simulation.RecordedResults;
import systems.tasker.events.simulation.SimulationLimits;
import systems.tasker.events.simulation.SimulationReport;
import systems.tasker.events.simulation.Simulator;

/** One simulation on a thread of its own, and how far it is. */
final class SimulationJob {

    private static final Logger LOG = Logger.getLogger(SimulationJob.class);

    private final UUID id;
    private final Instant startedAt;
    private final Thread thread;
    private final Pace pace = new Pace();
    private volatile boolean cancelled;
    private volatile boolean ended;
    private volatile long read;
    private volatile SimulationReport report;
    private volatile String detail;

    SimulationJob(UUID id, Instant startedAt, Simulator simulator, RecordedResults recorded, SimulationLimits limits) {
        this.id = id;
        this.startedAt = startedAt;
        this.thread = new Thread(() -> run(simulator, recorded, limits), "simulation");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    UUID id() {
        return id;
    }

    boolean isRunning() {
        return !ended;
    }

    /** Ends it after the result in progress. */
    void cancel() {
        cancelled = true;
    }

    /** Waits for its end. */
    void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    SimulationView view() {
        var isOver = ended;
        var state = !isOver ? "running" : report == null ? "failed" : "ended";
        return new SimulationView(id, state, startedAt, read, report, detail);
    }

    private void run(Simulator simulator, RecordedResults recorded, SimulationLimits limits) {
        try (recorded) {
            report = simulator.run(recorded.results(), limits, this::goesOn);
        } catch (StoreUnavailableException unavailable) {
            detail = unavailable.getMessage();
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error("Simulation failed", bug);
            detail = "An unexpected error occurred; see the log of the service.";
        } finally {
            ended = true;
        }
    }

    private boolean goesOn(long results) {
        read = results;
        if (!cancelled) {
            pace.pause();
        }
        return !cancelled;
    }
}
