package systems.tasker.events.ingress;

import java.time.Duration;

import systems.tasker.events.access.Refusal;

/** The answers to requests whose bodies are not read. */
final class Refusals {

    private static final int CONTENT_TOO_LARGE = 413;
    private static final int SERVICE_UNAVAILABLE = 503;

    private Refusals() {}

    static Refusal tooLarge(long limit) {
        return Refusal.problem(
                "body-too-large", "Content Too Large", CONTENT_TOO_LARGE, "The body may have " + limit + " bytes.");
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
