package systems.tasker.events.http.access;

import java.time.Duration;

import systems.tasker.events.http.Refusal;
import systems.tasker.events.json.ProblemType;

/** The answers to callers that are rejected. None reveals whether the requested resource exists. */
final class Denials {

    private static final String CHALLENGE = "WWW-Authenticate";

    private Denials() {}

    static Refusal unauthenticated(String challenge) {
        return Refusal.of(
                        ProblemType.UNAUTHENTICATED,
                        "Needs a valid bearer token that is meant for this service, or an API key.")
                .with(CHALLENGE, challenge);
    }

    static Refusal forbidden(Role needed) {
        return Refusal.of(ProblemType.FORBIDDEN, "Needs the role " + needed.label() + ".")
                .with(CHALLENGE, "Bearer error=\"insufficient_scope\", scope=\"" + needed.label() + "\"");
    }

    static Refusal undecided(Duration retryAfter) {
        return Refusal.of(ProblemType.UNAVAILABLE, "The issuer of tokens is unavailable; nothing was done.")
                .retryAfter(retryAfter);
    }
}
