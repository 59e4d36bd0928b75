package systems.tasker.events.http.access;

import java.time.Duration;

import systems.tasker.events.http.Refusal;

/** What those hear who are not let in. None says whether what they asked for exists. */
final class Denials {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final String CHALLENGE = "WWW-Authenticate";

    private Denials() {}

    static Refusal unauthenticated(String challenge) {
        return Refusal.problem(
                        "unauthenticated",
                        "Unauthorized",
                        UNAUTHORIZED,
                        "Needs a valid bearer token that is meant for this service, or an API key.")
                .with(CHALLENGE, challenge);
    }

    static Refusal forbidden(Role needed) {
        return Refusal.problem("forbidden", "Forbidden", FORBIDDEN, "Needs the role " + needed.label() + ".")
                .with(CHALLENGE, "Bearer error=\"insufficient_scope\", scope=\"" + needed.label() + "\"");
    }

    static Refusal undecided(Duration retryAfter) {
        return Refusal.problem(
                        "unavailable",
                        "Unavailable",
                        SERVICE_UNAVAILABLE,
                        "The issuer of tokens cannot be reached; nothing was done.")
                .retryAfter(retryAfter);
    }
}
