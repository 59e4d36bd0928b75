package systems.tasker.events.cli;

import java.util.Map;

import jakarta.inject.Singleton;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import org.jboss.logging.Logger;

/**
 * Prepares the database as a separate step before a rollout: tables, queues and indexes for the given templates.
 *
 * <p>It is an ordinary start without open ports, and then ends: exit code 0, or 1 with the message of a failed start. Concurrent migrations
 * wait for each other. An enabled channel creates its queues as well and may process a few messages.
 */
@Singleton
final class Migration implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(Migration.class);

    /** The environment configures the service that starts afterwards; these settings of the migration override it. */
    private static final Map<String, String> SETTINGS = Map.of(
            "quarkus.flyway.migrate-at-start", "true",
            // It has no callers, so it needs no authentication settings and asks no issuer of tokens.
            "tasker.auth", "none",
            "tasker.pgmq.create-queues", "true",
            "quarkus.http.host-enabled", "false",
            "quarkus.management.host-enabled", "false",
            "tasker.queues.sample.interval", "0s",
            "quarkus.shutdown.delay", "0S");

    /** Starts, migrates and ends the process. */
    static void start() {
        SETTINGS.forEach(System::setProperty);
        Quarkus.run(Migration.class, StartFailure::exit);
    }

    @Override
    public int run(String... args) {
        LOG.info("The database is up to date");
        return 0;
    }
}
