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

    private static final String FIRST_ERROR =
            "left(coalesce(headers #>> '{%1$s,errors,0}', headers #>> '{%1$s,errors}', ''), %2$d)"
                    .formatted(DeadLetter.HEADER, MAX_ERROR_LENGTH);

    /** The first error, with placeholders for ids, quoted texts and numbers. */
    static final String ERROR = replaced(
            replaced(
                    replaced(FIRST_ERROR, "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "<id>"),
                    "\"[^\"]*\"",
                    "\"<text>\""),
            "[0-9]+(\\.[0-9]+)?",
            "<n>");

    /** The label of the cause, which a filter may name: the same in all queues and instances. */
    static final String LABEL = "left(encode(sha256(convert_to(coalesce(" + REASON + ", '') || chr(10) || " + ERROR
            + ", 'UTF8')), 'hex'), 16)";

    private Cause() {}

    private static String replaced(String text, String pattern, String placeholder) {
        return "regexp_replace(" + text + ", '" + pattern + "', '" + placeholder + "', 'g')";
    }
}
