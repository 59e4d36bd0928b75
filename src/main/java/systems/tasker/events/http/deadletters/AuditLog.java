package systems.tasker.events.http.deadletters;

import org.jboss.logging.Logger;

import systems.tasker.events.http.Caller;

/** Logs who changed what, in a separate log category that can go to a separate file. Never logs the content of messages. */
final class AuditLog {

    private static final Logger LOG = Logger.getLogger("systems.tasker.events.audit");

    // A list of ten thousand ids makes a log line unreadable.
    private static final int LONGEST = 1_000;

    private AuditLog() {}

    /**
     * Logs an action that ended.
     *
     * @param action what was done
     * @param queue the queue it was done to
     * @param selection the selected messages, as the caller wrote it in JSON, which has no line breaks
     * @param messages how many messages it was done to
     * @param fault the failure that ended it early; null when it succeeded
     */
    static void log(Caller caller, String action, String queue, String selection, long messages, Throwable fault) {
        LOG.infof(
                "%s: address=%s user=%s queue=%s selection=%s messages=%d outcome=%s",
                action,
                caller.address(),
                caller.name() == null ? "-" : caller.name(),
                queue,
                selection.length() > LONGEST ? selection.substring(0, LONGEST) + "..." : selection,
                messages,
                fault == null ? "done" : "failed");
    }
}
