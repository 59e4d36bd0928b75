package systems.tasker.events.http;

import java.time.Duration;

import systems.tasker.events.json.ProblemType;

/** The answers to requests whose bodies are not read. */
final class Refusals {

    private Refusals() {}

    static Refusal tooLarge(long limit) {
        return Refusal.of(ProblemType.BODY_TOO_LARGE, "The body may have " + limit + " bytes.");
    }

    static Refusal tooSlow(Duration limit) {
        return Refusal.of(
                ProblemType.BODY_TOO_SLOW,
                "The body may take " + limit.toMillis() + " ms to arrive; nothing was done.");
    }

    static Refusal tooMany(int perSecond, Duration retryAfter) {
        return Refusal.of(
                        ProblemType.TOO_MANY_RESULTS,
                        "A caller may submit " + perSecond + " results per second; nothing was done.")
                .retryAfter(retryAfter);
    }

    static Refusal saturated(Duration retryAfter) {
        return Refusal.of(ProblemType.SATURATED, "The intake is at its capacity; nothing was done.")
                .retryAfter(retryAfter);
    }
}
