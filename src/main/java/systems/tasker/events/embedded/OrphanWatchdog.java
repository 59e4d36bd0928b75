package systems.tasker.events.embedded;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * A child process that stops the server and deletes its directory once this JVM is gone.
 * No shutdown hook does that: none runs after SIGKILL, and otherwise it would stop the database under an application still shutting down.
 */
final class OrphanWatchdog {

    // Its stdin ends with the JVM, whatever ends that. Ctrl-C reaches the whole process group, so signals are ignored.
    // SIGQUIT is PostgreSQL's immediate shutdown, for there is no data to save; until it is done new files may appear,
    // hence
    // the retries. Waiting for the process itself would not end where nobody reaps orphans, as in many containers.
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

    /** Starts watching before the server does, and says whether it could: Windows has no such shell. */
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
