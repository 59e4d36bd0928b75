package systems.tasker.events.http;

import java.time.Duration;

/** The answers to requests whose bodies are not read. */
final class Refusals {

    private static final int REQUEST_TIMEOUT = 408;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVICE_UNAVAILABLE = 503;

    private Refusals() {}

    static Refusal tooLarge(long limit) {
        return Refusal.problem(
                "body-too-large", "Content Too Large", CONTENT_TOO_LARGE, "The body may have " + limit + " bytes.");
    }

    static Refusal tooSlow(Duration limit) {
        return Refusal.problem(
                "body-too-slow",
                "Request Timeout",
                REQUEST_TIMEOUT,
                "The body may take " + limit.toMillis() + " ms to arrive; nothing was done.");
    }

    static Refusal tooMany(int perSecond, Duration retryAfter) {
        return Refusal.problem(
                        "too-many-results",
                        "Too Many Requests",
                        TOO_MANY_REQUESTS,
                        "A caller may hand in " + perSecond + " results per second; nothing was done.")
                .retryAfter(retryAfter);
    }

    static Refusal saturated(Duration retryAfter) {
        return Refusal.problem(
                        "saturated",
                        "Saturated",
                        SERVICE_UNAVAILABLE,
                        "As many results are under way as this instance takes on; nothing was done.")
                .retryAfter(retryAfter);
    }
}
