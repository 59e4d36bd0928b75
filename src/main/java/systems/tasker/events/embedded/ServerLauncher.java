package systems.tasker.events.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * Starts the PostgreSQL server that zonky unpacks.
 * It alone names zonky's classes, so that {@link EmbeddedServer} still loads where the optional dependency is missing.
 */
final class ServerLauncher {

    private ServerLauncher() {}

    static int launch() {
        try {
            ServerDirectory directory = ServerDirectory.create();
            boolean watched = OrphanWatchdog.watch(directory);
            PgmqExtension.copyTo(directory.extensions());
            return launch(directory, !watched);
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL could not write its files", e);
        }
    }

    private static int launch(ServerDirectory directory, boolean stopInShutdownHook) throws IOException {
        // A file rather than a pipe: its reader would be a thread of a class loader that a dev reload closes.
        Redirect log = Redirect.appendTo(directory.log());
        try {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(directory.data())
                    .setDataDirectoryCustomizer(ignored -> directory.configure())
                    .setRegisterShutdownHook(stopInShutdownHook)
                    .setOutputRedirector(log)
                    .setErrorRedirector(log)
                    .start()
                    .getPort();
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "The embedded PostgreSQL did not start: " + e.getMessage() + "\n" + directory.logged(), e);
        }
    }
}
