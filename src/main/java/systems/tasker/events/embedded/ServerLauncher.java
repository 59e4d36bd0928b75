package systems.tasker.events.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * Starts the PostgreSQL server that zonky unpacks.
 *
 * <p>Only this class uses zonky's classes, so that {@link EmbeddedServer} loads without the optional dependency.
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
        // A file instead of a pipe, whose reader thread would belong to a class loader that a dev reload closes.
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
