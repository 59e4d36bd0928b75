package systems.tasker.events.cli;

import java.io.PrintStream;
import java.util.Map;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;

/** The start and the end of a command that needs Quarkus, as the doctor does; one per process. */
final class StartedCommand {

    /** The environment configures the service; these settings of the command override it. */
    private static final Map<String, String> SETTINGS = Map.of(
            "quarkus.flyway.migrate-at-start", "false",
            // It has no callers, so it needs no authentication settings and asks no issuer of tokens.
            "tasker.auth", "none",
            "quarkus.http.host-enabled", "false",
            "quarkus.management.host-enabled", "false",
            // The report alone is on the standard output.
            "quarkus.log.console.stderr", "true",
            "quarkus.shutdown.delay", "0S");

    private static volatile Integer outcome;

    private StartedCommand() {}

    /**
     * Starts Quarkus, whose start event runs the command.
     *
     * @param settings further settings
     * @param notDone begins the line that says why the command did not run
     */
    static void start(Map<String, String> settings, String notDone) {
        SETTINGS.forEach(System::setProperty);
        settings.forEach(System::setProperty);
        Quarkus.run(null, (code, fault) -> System.exit(exitCode(notDone, fault, System.err)));
    }

    /** Ends the process, from within its start. */
    static void end(int exitCode) {
        outcome = exitCode;
        // Quarkus takes a start without further steps for one that succeeded, and would wait for its end.
        Quarkus.asyncExit(exitCode);
        throw new PreventFurtherStepsException(exitCode);
    }

    /** The exit code of a start that ended; one without an outcome was prevented, and says why. */
    private static int exitCode(String notDone, Throwable fault, PrintStream err) {
        if (outcome != null) {
            return outcome;
        }
        var cause = fault;
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        err.println(notDone + ": " + (cause == null ? "the process was ended" : cause.getMessage()));
        return CheckCommand.NOT_CHECKED;
    }
}
