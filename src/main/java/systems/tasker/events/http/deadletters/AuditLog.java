package systems.tasker.events.http.deadletters;

import org.jboss.logging.Logger;

import systems.tasker.events.http.Caller;

/** Logs who changed what, in a category of its own that can go to a file of its own. Says which messages were meant, never what is in them. */
final class AuditLog {

    private static final Logger LOG = Logger.getLogger("systems.tasker.events.audit");

    // A list of ten thousand ids is of no use to anybody who reads a log.
    private static final int LONGEST = 1_000;

    private AuditLog() {}

    /**
     * Logs an action that ended.
     *
     * @param action what was done
     * @param queue with which queue
     * @param selection with which of its messages, as the caller said it in JSON, which has no line breaks
     * @param messages with how many
     * @param fault what ended it early; null when nothing did
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
