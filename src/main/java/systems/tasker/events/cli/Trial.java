package systems.tasker.events.cli;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import jakarta.inject.Singleton;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * The service for a first run: embedded database, sample templates, no authentication.
 *
 * <p>What makes that safe holds whatever the environment says: the database is always the embedded one, which production builds lack,
 * and only this machine can connect.
 */
@Singleton
final class Trial implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(Trial.class);

    private static final String TEMPLATES = "tasker.templates.path";
    private static final String SAMPLES = "deploy/example/tasks";
    private static final String EMBEDDED = "postgresql://embedded/postgres";
    // The PGMQ files come and go with the embedded database; checking for them loads no class of it.
    private static final String EMBEDDED_DATABASE = "/pgmq/pgmq.control";

    private static final Map<String, String> SETTINGS = Map.of(
            "tasker.auth", "none",
            "quarkus.http.host", "localhost",
            "quarkus.management.host", "localhost",
            "quarkus.datasource.reactive.url", EMBEDDED,
            "quarkus.datasource.jdbc.url", "jdbc:" + EMBEDDED,
            "quarkus.datasource.listener.reactive.url", EMBEDDED,
            "quarkus.log.console.json.enabled", "false",
            "quarkus.shutdown.delay", "0S");

    private final Config config;

    Trial(Config config) {
        this.config = config;
    }

    /** Whether this build has an embedded database. */
    static boolean isPossible() {
        return Trial.class.getResource(EMBEDDED_DATABASE) != null;
    }

    /**
     * Reports why the service does not start.
     *
     * @return the exit code
     */
    static int reject(boolean isPossible, PrintStream err) {
        err.println(
                isPossible
                        ? "try has no further arguments"
                        : "This build has no embedded database to try the service with: run it without \"try\" on a PostgreSQL with PGMQ,"
                                + " or build without -Pproduction and -Dnative");
        return CheckCommand.NOT_CHECKED;
    }

    /** Starts the service and returns when it has ended. */
    static void start() {
        settings(System.getenv(), System.getProperties().stringPropertyNames()).forEach(System::setProperty);
        Quarkus.run(Trial.class, StartFailure::exit);
    }

    /** The settings, as system properties, which take precedence over environment and files. The templates alone may be others. */
    static Map<String, String> settings(Map<String, String> environment, Set<String> properties) {
        var settings = new HashMap<>(SETTINGS);
        if (!properties.contains(TEMPLATES) && !environment.containsKey("TASKER_TEMPLATES_PATH")) {
            settings.put(TEMPLATES, SAMPLES);
        }
        return settings;
    }

    @Override
    public int run(String... args) {
        LOG.infof(
                "Trial run: embedded database, templates of %s, no authentication; only this machine can connect. Not for production.",
                config.getValue(TEMPLATES, String.class));
        Quarkus.waitForExit();
        return 0;
    }
}
