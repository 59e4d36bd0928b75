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
        // A regular expression takes long, even where it matches nothing; with groups that capture, longer still.
        var withoutIds = replaced(text, "-", text, "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "<id>");
        var withoutTexts = replaced(text, "\"", withoutIds, "\"[^\"]*\"", "\"<text>\"");
        return "regexp_replace(" + withoutTexts + ", '[0-9]+(?:\\.[0-9]+)?', '<n>', 'g')";
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

    /** @param part what the original text contains where there is something to replace */
    private static String replaced(String original, String part, String text, String pattern, String placeholder) {
        return "case when strpos(%1$s, '%2$s') > 0 then regexp_replace(%3$s, '%4$s', '%5$s', 'g') else %3$s end"
                .formatted(original, part, text, pattern, placeholder);
    }
}
