package systems.tasker.events.cli;

import java.io.PrintStream;

/** The end of a command that starts Quarkus, as the doctor does. */
final class StartedCommand {

    private StartedCommand() {}

    /**
     * The exit code of a start that ended; one without an outcome was prevented, and says why.
     *
     * @param outcome the exit code of the command; null when it did not run
     * @param notDone begins the line that says why
     */
    static int exitCode(Integer outcome, String notDone, Throwable fault, PrintStream err) {
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
