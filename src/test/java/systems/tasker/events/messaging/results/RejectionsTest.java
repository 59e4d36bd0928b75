package systems.tasker.events.messaging.results;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.messaging.connector.PgmqRejection;
import systems.tasker.events.publication.store.StoreUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;

class RejectionsTest {

    @Test
    void listsEveryProblemInTheReason() {
        var failure = new InvalidInputException(
                List.of(InputProblem.malformed("/success", "is missing"), InputProblem.malformed("", "is not JSON")));

        assertThat(Rejections.of(failure))
                .hasValue(new PgmqRejection("malformed_input", List.of("/success is missing", "is not JSON")));
    }

    @Test
    void distinguishesInvalidFromMalformedResults() {
        var failure = new InvalidInputException(InputProblem.invalid("/attempt", "must not be negative"));

        assertThat(Rejections.of(failure))
                .hasValue(new PgmqRejection("invalid_input", List.of("/attempt must not be negative")));
    }

    @Test
    void countsProblemsBeyondTheListedOnes() {
        // Given
        var problems = IntStream.range(0, 100_000)
                .mapToObj(i -> InputProblem.invalid("/result/" + i, "holds a zero byte"))
                .toList();

        // When
        var errors =
                Rejections.of(new InvalidInputException(problems)).orElseThrow().errors();

        // Then
        assertThat(errors).hasSize(21).startsWith("/result/0 holds a zero byte").endsWith("and 99980 more");
    }

    @Test
    void doesNotRejectTransientFailuresAndBugs() {
        assertThat(Rejections.of(new StoreUnavailableException("away", null))).isEmpty();
        assertThat(Rejections.of(new IllegalStateException("a bug"))).isEmpty();
    }

    @Test
    void putsTheReasonIntoTheExceptionMessage() {
        var rejected = new MessageRejectedException(new PgmqRejection("malformed_input", List.of("a", "b")));

        assertThat(rejected).hasMessage("malformed_input: a; b");
        assertThat(Rejections.of(rejected)).hasValue(rejected.rejection());
    }
}
