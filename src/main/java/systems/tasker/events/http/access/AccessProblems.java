package systems.tasker.events.http.access;

import java.time.Duration;

import systems.tasker.events.http.ProblemResponse;
import systems.tasker.events.json.ProblemType;

/** The answers to callers that are rejected. None reveals whether the requested resource exists. */
final class AccessProblems {

    private static final String CHALLENGE = "WWW-Authenticate";

    private AccessProblems() {}

    static ProblemResponse unauthenticated(String challenge) {
        return ProblemResponse.of(
                        ProblemType.UNAUTHENTICATED,
                        "Needs a valid bearer token that is meant for this service, or an API key.")
                .with(CHALLENGE, challenge);
    }

    static ProblemResponse forbidden(Role needed) {
        return ProblemResponse.of(ProblemType.FORBIDDEN, "Needs the role " + needed.label() + ".")
                .with(CHALLENGE, "Bearer error=\"insufficient_scope\", scope=\"" + needed.label() + "\"");
    }

    static ProblemResponse undecided(Duration retryAfter) {
        return ProblemResponse.of(ProblemType.UNAVAILABLE, "The issuer of tokens is unavailable; nothing was done.")
                .retryAfter(retryAfter);
    }
}
