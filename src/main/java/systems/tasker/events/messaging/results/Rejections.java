package systems.tasker.events.messaging.results;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.ProblemType;
import systems.tasker.events.messaging.connector.PgmqRejection;
import systems.tasker.events.publication.Acceptance;

/** Says why a message can never be accepted, as the problems of HTTP do for a request. */
final class Rejections {

    // A message may have a problem in every place; its dead letter must not be many times its size.
    private static final int MAX_ERRORS = 20;

    private Rejections() {}

    /** Empty when the result was accepted, now or before. */
    static Optional<PgmqRejection> of(Acceptance acceptance) {
        return acceptance.kind() == Acceptance.Kind.CONFLICT
                ? Optional.of(rejection(
                        ProblemType.ATTEMPT_CONFLICT,
                        List.of(acceptance.receipt().conflictDetail())))
                : Optional.empty();
    }

    /** Empty when the failure is not the message's. */
    static Optional<PgmqRejection> of(Throwable failure) {
        if (failure instanceof MessageRejectedException rejected) {
            return Optional.of(rejected.rejection());
        }
        return failure instanceof InvalidInputException invalid ? Optional.of(invalidInput(invalid)) : Optional.empty();
    }

    static PgmqRejection tooLarge(long maxBytes) {
        return rejection(ProblemType.BODY_TOO_LARGE, List.of("has more than " + maxBytes + " bytes"));
    }

    static PgmqRejection empty() {
        return rejection(ProblemType.MALFORMED_INPUT, List.of("is empty"));
    }

    private static PgmqRejection invalidInput(InvalidInputException invalid) {
        var problems = invalid.problems();
        var errors = problems.stream().limit(MAX_ERRORS).map(Rejections::sentence);
        var rest = problems.size() - MAX_ERRORS;
        return rejection(
                invalid.type(),
                (rest > 0 ? Stream.concat(errors, Stream.of("and " + rest + " more")) : errors).toList());
    }

    private static PgmqRejection rejection(ProblemType type, List<String> errors) {
        return new PgmqRejection(type.label(), errors);
    }

    private static String sentence(InputProblem problem) {
        return (problem.pointer() + " " + problem.detail()).strip();
    }
}
