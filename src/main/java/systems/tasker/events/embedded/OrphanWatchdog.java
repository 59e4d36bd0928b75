package systems.tasker.events.embedded;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * A child process that stops the server and deletes its directory once this JVM is gone.
 *
 * <p>A shutdown hook is no replacement: none runs after SIGKILL, and otherwise it would stop the database while the application still shuts
 * down.
 */
final class OrphanWatchdog {

    // Its stdin ends with the JVM, however that ends. Ctrl-C reaches the whole process group, so signals are ignored.
    // SIGQUIT is PostgreSQL's immediate shutdown, because there is no data to save. New files may appear until it has
    // ended, so deletion is retried. Waiting for the process would hang in containers that do not reap orphans.
    private static final String SCRIPT = """
            trap '' HUP INT QUIT TERM
            read -r _
            if read -r postmaster < "$1/data/postmaster.pid"; then kill -QUIT "$postmaster"; fi
            for attempt in 1 2 3 4 5 6 7 8 9 10; do
              if rm -rf "$1"; then exit 0; fi
              sleep 1
            done
            """;

    private OrphanWatchdog() {}

    /** Starts watching before the server starts. Returns false on Windows, which has no such shell. */
    static boolean watch(ServerDirectory directory) throws IOException {
        if (File.separatorChar == '\\') {
            return false;
        }
        new ProcessBuilder(
                        "sh",
                        "-c",
                        SCRIPT,
                        "embedded-postgres-watchdog",
                        directory.root().toString())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        return true;
    }
}
