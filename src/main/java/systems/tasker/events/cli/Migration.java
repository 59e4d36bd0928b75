package systems.tasker.events.cli;

import java.util.Map;

import jakarta.inject.Singleton;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import org.jboss.logging.Logger;

/**
 * Brings the database up to date, as a step of its own before a rollout: tables, queues and indexes, for the templates it is given.
 *
 * <p>It is an ordinary start that listens to nobody, and then ends: exit code 0, or 1 after the sentence that any failed start ends with.
 * Several at once wait for each other. A channel that is switched on makes its queues, too, and may take a few messages, which it finishes.
 */
@Singleton
final class Migration implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(Migration.class);

    /** What the environment says is for the service that comes afterwards; what the migration is for holds whatever that says. */
    private static final Map<String, String> SETTINGS = Map.of(
            "quarkus.flyway.migrate-at-start", "true",
            // It has no callers, so it needs no authentication settings and asks no issuer of tokens.
            "tasker.auth", "none",
            "tasker.pgmq.create-queues", "true",
            "quarkus.http.host-enabled", "false",
            "quarkus.management.host-enabled", "false",
            "quarkus.scheduler.enabled", "false",
            "quarkus.shutdown.delay", "0S");

    /** Starts, migrates and ends the process. */
    static void start() {
        SETTINGS.forEach(System::setProperty);
        Quarkus.run(Migration.class);
    }

    @Override
    public int run(String... args) {
        LOG.info("The database is up to date");
        return 0;
    }
}
