package systems.tasker.events.ingress;

import java.util.List;
import java.util.Optional;

import systems.tasker.events.publication.Acceptance;
import systems.tasker.events.step.InvalidInputException;

/**
 * Why a message can never be accepted.
 *
 * @param reason a label such as {@code invalid_input}
 * @param errors what is wrong, in sentences; never a value of the message
 */
record MessageRejection(String reason, List<String> errors) {

    private static final String MALFORMED = "malformed_input";

    MessageRejection {
        errors = List.copyOf(errors);
    }

    /** Empty when the failure may pass. */
    static Optional<MessageRejection> of(Throwable failure) {
        if (failure instanceof MessageRejectedException rejected) {
            return Optional.of(rejected.rejection());
        } else if (failure instanceof InvalidInputException invalid) {
            return Optional.of(new MessageRejection(
                    invalid.isMalformed() ? MALFORMED : "invalid_input",
                    invalid.problems().stream()
                            .map(problem -> (problem.pointer() + " " + problem.detail()).strip())
                            .toList()));
        }
        return Optional.empty();
    }

    /** Empty when the result was accepted, now or before. */
    static Optional<MessageRejection> of(Acceptance acceptance) {
        return acceptance.kind() == Acceptance.Kind.CONFLICT
                ? Optional.of(new MessageRejection(
                        "attempt_conflict", List.of(Problems.conflictDetail(acceptance.receipt()))))
                : Optional.empty();
    }

    static MessageRejection tooLarge(long limit) {
        return new MessageRejection("body_too_large", List.of("has more than " + limit + " bytes"));
    }

    static MessageRejection empty() {
        return new MessageRejection(MALFORMED, List.of("is empty"));
    }
}
