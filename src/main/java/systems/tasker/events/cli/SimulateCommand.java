package systems.tasker.events.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.eclipse.microprofile.config.Config;

import systems.tasker.events.observability.Lifecycle;
import systems.tasker.events.postgres.recorded.RecordedDatabase;
import systems.tasker.events.publication.store.StoreUnavailableException;
import systems.tasker.events.publisher.PublisherRegistry;
import systems.tasker.events.simulation.RecordedFile;
import systems.tasker.events.simulation.SimulationReport;
import systems.tasker.events.simulation.Simulator;
import systems.tasker.events.simulation.Simulator.Side;
import systems.tasker.events.step.AttemptsConvention;
import systems.tasker.events.template.KnownPublishers;
import systems.tasker.events.template.TemplateCatalog;

/**
 * Simulates recorded results with the templates of a folder, and ends.
 *
 * <p>It begins as an ordinary start, because the publishers are beans of the application, and ends before anything is prepared: no
 * migration, no queue, no port. With {@code --input}, no database is needed.
 */
@Singleton
class SimulateCommand {

    // Never connected to; the default would start an embedded server.
    private static final String NO_DATABASE = "postgresql://localhost:1/none";
    private static final Map<String, String> WITHOUT_DATABASE = Map.of(
            "quarkus.datasource.reactive.url", NO_DATABASE,
            "quarkus.datasource.jdbc.url", "jdbc:" + NO_DATABASE,
            "quarkus.datasource.listener.reactive.url", NO_DATABASE);

    private static volatile SimulateArguments arguments;

    private final Instance<PublisherRegistry> publishers;
    private final Instance<AttemptsConvention> convention;
    private final Instance<RecordedDatabase> database;
    private final Config config;

    SimulateCommand(
            Instance<PublisherRegistry> publishers,
            Instance<AttemptsConvention> convention,
            Instance<RecordedDatabase> database,
            Config config) {
        this.publishers = publishers;
        this.convention = convention;
        this.database = database;
        this.config = config;
    }

    /** Starts, simulates and ends the process. */
    static void start(List<String> given) {
        arguments = SimulateArguments.of(given);
        StartedCommand.start(arguments.input().isPresent() ? WITHOUT_DATABASE : Map.of(), "Not simulated");
    }

    void simulate(@Observes @Priority(Lifecycle.START_COMMAND) StartupEvent start) {
        if (arguments != null) {
            StartedCommand.end(run(arguments));
        }
    }

    private int run(SimulateArguments given) {
        var templates = config.getValue("tasker.templates.path", String.class);
        var setting = new Setting(publishers.get(), convention.get(), templates, database::get);
        return run(given, setting, System.out, System.err);
    }

    /**
     * What a simulation takes from the application.
     *
     * @param active the folder of the active templates
     * @param database the results of the database
     */
    record Setting(
            PublisherRegistry publishers,
            AttemptsConvention convention,
            String active,
            Supplier<RecordedDatabase> database) {}

    /**
     * Prints the report.
     *
     * @return the exit code
     */
    static int run(SimulateArguments given, Setting setting, PrintStream out, PrintStream err) {
        try {
            var report = report(given, setting);
            out.print(given.json() ? SimulationText.json(report) : SimulationText.human(report));
            out.flush();
            return report.hasAny(given.failOn()) ? CheckCommand.FAULTY : CheckCommand.FAULTLESS;
        } catch (IOException | UncheckedIOException unreadable) {
            err.println("Cannot read the results: " + unreadable);
        } catch (CannotCompareException | ConfigurationException cannot) {
            err.println(cannot.getMessage());
        } catch (StoreUnavailableException unavailable) {
            err.println("Not simulated: " + unavailable.getMessage());
        }
        return CheckCommand.NOT_CHECKED;
    }

    private static SimulationReport report(SimulateArguments given, Setting setting) throws IOException {
        var after = TemplateCatalog.load(given.folder(), KnownPublishers.any());
        var before = BaselineContracts.templates(given.against().orElse(setting.active()));
        var simulator = new Simulator(
                new Side(before, setting.publishers()),
                new Side(after, setting.publishers()),
                setting.convention(),
                given.namespace(),
                Clock.systemUTC());
        try (var recorded = given.input().isPresent()
                ? RecordedFile.open(given.input().get())
                : setting.database().get().since(Instant.now().minus(given.since()))) {
            return simulator.run(recorded.results(), given.limits());
        }
    }
}
