package systems.tasker.events.json;

import java.util.Locale;

/**
 * Why the service does not do what it was asked: the types of its problem details (RFC 9457), and the reasons of its dead letters.
 *
 * <p>The constant's name is the type: {@code malformed-input} at the end of the URN, {@code malformed_input} in dead letters.
 */
public enum ProblemType {
    /** The JSON does not have the form it should have. */
    MALFORMED_INPUT(400, "Malformed input"),
    /** The JSON has the right form and values that cannot be accepted. */
    INVALID_INPUT(422, "Invalid input"),
    /** Another result was accepted for the same attempt of the same step. */
    ATTEMPT_CONFLICT(409, "Conflict"),
    BODY_TOO_LARGE(413, "Content Too Large"),
    BODY_TOO_SLOW(408, "Request Timeout"),
    /** The caller exceeds its rate. */
    TOO_MANY_RESULTS(429, "Too Many Requests"),
    /** The instance has as much in progress as it accepts. */
    SATURATED(503, "Saturated"),
    /** The database, or the issuer of tokens, is unavailable. */
    UNAVAILABLE(503, "Unavailable"),
    /** The database keeps results less safely than the operator demands. */
    DURABILITY_TOO_LOW(503, "Durability too low"),
    /** A search took longer than it may. */
    TOO_SLOW(503, "Too slow"),
    UNAUTHENTICATED(401, "Unauthorized"),
    FORBIDDEN(403, "Forbidden"),
    /** The template files have problems, the caller's request has none. */
    INVALID_TEMPLATES(409, "Invalid templates"),
    /** A bug. */
    INTERNAL(500, "Internal Server Error");

    private static final String URN = "urn:tasker:problem:";

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The reason in dead letters, such as {@code malformed_input}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type in problem details, such as {@code urn:tasker:problem:malformed-input}. */
    public String urn() {
        return URN + label().replace('_', '-');
    }
}
