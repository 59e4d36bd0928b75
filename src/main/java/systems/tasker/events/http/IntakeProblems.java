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

    static ProblemResponse saturated() {
        return ProblemResponse.of(ProblemType.SATURATED, "The intake is at its capacity; nothing was done.")
                .retryAfter(Problems.RETRY_AFTER);
    }

    static ProblemResponse encoded() {
        return ProblemResponse.generic(
                        415,
                        "Unsupported Media Type",
                        "The body may not be compressed: its Content-Encoding is not supported.")
                .with("Accept-Encoding", "identity");
    }

    static ProblemResponse stopping() {
        return ProblemResponse.of(ProblemType.UNAVAILABLE, "This instance is stopping; nothing was done.")
                .retryAfter(Problems.RETRY_AFTER);
    }

    /** What Vert.x found before the first filter. */
    static ProblemResponse malformed(int status) {
        return ProblemResponse.generic(
                status, "Bad Request", "The path is malformed, or the Host header is missing or malformed.");
    }

    static ProblemResponse malformedTarget() {
        return badRequest("The path or the query is malformed: percent-encode what is no URI.");
    }

    static ProblemResponse severalHosts() {
        return badRequest("A request has one Host header.");
    }

    static ProblemResponse twoLengths() {
        return badRequest("Content-Length and Transfer-Encoding exclude each other.");
    }

    private static ProblemResponse badRequest(String detail) {
        return ProblemResponse.generic(400, "Bad Request", detail);
    }

    static ProblemResponse unknownTransferCoding() {
        return ProblemResponse.generic(501, "Not Implemented", "The only Transfer-Encoding is chunked.");
    }

    static ProblemResponse notFound() {
        return ProblemResponse.generic(404, "Not Found", "A path begins with a slash.");
    }
}
