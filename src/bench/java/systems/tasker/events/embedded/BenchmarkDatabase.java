package systems.tasker.events.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * An ordinary PostgreSQL with PGMQ in a process of its own, until its standard input ends.
 *
 * <p>The binaries are those of the embedded server, which gives up durability for speed; here that is switched on again. Everything else is
 * PostgreSQL's default.
 */
public final class BenchmarkDatabase {

    /** What precedes the port on the line that says that the server is ready. */
    public static final String READY = "listening on ";

    private BenchmarkDatabase() {}

    /** @param arguments the directory for the data, on a disk that deserves the name */
    public static void main(String... arguments) throws IOException {
        Files.createDirectories(Path.of(arguments[0]));
        var directory = new ServerDirectory(Files.createTempDirectory(Path.of(arguments[0]), "postgresql-"));
        OrphanWatchdog.watch(directory);
        PgmqExtension.copyTo(directory.extensions());
        var server = EmbeddedPostgres.builder()
                .setDataDirectory(directory.data())
                .setDataDirectoryCustomizer(ignored -> directory.configure())
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setRegisterShutdownHook(false)
                .setOutputRedirector(Redirect.appendTo(directory.log()))
                .setErrorRedirector(Redirect.appendTo(directory.log()))
                .start();
        System.out.println(READY + server.getPort());
        while (System.in.read() >= 0) {
            // Nothing writes; the watchdog stops the server when this process ends.
        }
    }
}
