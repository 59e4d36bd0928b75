package systems.tasker.events.http.deadletters;

import systems.tasker.events.postgres.pgmq.DeadLetter;

/**
 * The cause of a dead letter, as SQL over its headers: its reason and its first error without what differs from message to message. Dead letters
 * with the same cause are fixed together.
 */
final class Cause {

    /** The reason; null when the message was not put here by this service. */
    static final String REASON = "headers #>> '{" + DeadLetter.HEADER + ",reason}'";

    /** A long error is cut, so that its variable end does not make a cause of its own. */
    static final int MAX_ERROR_LENGTH = 300;

    /** The first error as it was recorded. */
    static final String FIRST_ERROR =
            "left(coalesce(headers #>> '{%1$s,errors,0}', headers #>> '{%1$s,errors}', ''), %2$d)"
                    .formatted(DeadLetter.HEADER, MAX_ERROR_LENGTH);

    /** The label of the cause, which a filter may name: the same in all queues and instances. */
    static final String LABEL = label(REASON, error(FIRST_ERROR));

    private Cause() {}

    /** An error with placeholders for ids, quoted texts and numbers. */
    static String error(String text) {
        // Groups that capture nothing: PostgreSQL would look for the position of each.
        return replaced(
                replaced(
                        replaced(text, "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "<id>"),
                        "\"[^\"]*\"",
                        "\"<text>\""),
                "[0-9]+(?:\\.[0-9]+)?",
                "<n>");
    }

    /**
     * The label of a cause.
     *
     * @param error the first error with its placeholders
     */
    static String label(String reason, String error) {
        return "left(encode(sha256(convert_to(coalesce(" + reason + ", '') || chr(10) || " + error
                + ", 'UTF8')), 'hex'), 16)";
    }

    private static String replaced(String text, String pattern, String placeholder) {
        return "regexp_replace(" + text + ", '" + pattern + "', '" + placeholder + "', 'g')";
    }
}
