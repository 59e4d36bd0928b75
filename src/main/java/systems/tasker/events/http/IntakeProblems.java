package systems.tasker.events.http;

import java.time.Duration;

import systems.tasker.events.json.ProblemType;

/** The answers to requests whose bodies are not read. */
final class IntakeProblems {

    private IntakeProblems() {}

    static ProblemResponse tooLarge(long limit) {
        return ProblemResponse.of(ProblemType.BODY_TOO_LARGE, "The body may have " + limit + " bytes.");
    }

    static ProblemResponse tooSlow(Duration limit) {
        return ProblemResponse.of(
                ProblemType.BODY_TOO_SLOW,
                "The body may take " + limit.toMillis() + " ms to arrive; nothing was done.");
    }

    static ProblemResponse tooMany(int perSecond, Duration retryAfter) {
        return ProblemResponse.of(
                        ProblemType.TOO_MANY_RESULTS,
                        "A caller may submit " + perSecond + " results per second; nothing was done.")
                .retryAfter(retryAfter);
    }

    static ProblemResponse saturated(Duration retryAfter) {
        return ProblemResponse.of(ProblemType.SATURATED, "The intake is at its capacity; nothing was done.")
                .retryAfter(retryAfter);
    }
}
