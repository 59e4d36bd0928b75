package systems.tasker.events.step;

import java.util.OptionalInt;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptKeyTest {

    private final UUID step = UUID.randomUUID();

    @Test
    void identifiesAnAttemptByItsNumberWhateverTheBody() {
        assertThat(AttemptKey.of(step, OptionalInt.of(2), "one"))
                .isEqualTo(AttemptKey.of(step, OptionalInt.of(2), "other"))
                .isNotEqualTo(AttemptKey.of(step, OptionalInt.of(3), "one"))
                .isNotEqualTo(AttemptKey.of(UUID.randomUUID(), OptionalInt.of(2), "one"));
    }

    @Test
    void identifiesAnUnknownAttemptByTheDigestOfTheBody() {
        assertThat(AttemptKey.of(step, OptionalInt.empty(), "one"))
                .isEqualTo(new AttemptKey(step, "one"))
                .isNotEqualTo(AttemptKey.of(step, OptionalInt.empty(), "other"));
    }
}
