package systems.tasker.events.event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EventPatternTest {

    @ParameterizedTest(name = "{0} selects {1}: {2}")
    @CsvSource({
        "*,                       payment.processed,         true",
        "payment.*,               payment.processed,         true",
        "payment.*,               payment.card.processed,    true",
        "payment.*,               payments.processed,        false",
        "payment.*,               order.payment.made,        false",
        "*.failed,                payment.failed,            true",
        "*.failed,                payment.card.failed,       true",
        "*.failed,                payment.failed_twice,      false",
        "a.*.c,                   a.b.c,                     true",
        "a.*.c,                   a.b.b.c,                   true",
        "a.*.c,                   a.c,                       false",
        "a.*.c,                   a.b.c.d,                   false",
        "pay*,                    payment.processed,         true",
        "pay*,                    pay.me,                    true",
        "pay*,                    repay.me,                  false",
        "payment.processed,       payment.processed,         true",
        "payment.processed,       payment.processed_late,    false",
        "payment.processed,       late.payment.processed,    false",
        "payment.processed*,      payment.processed,         true",
        "payment,                 payment.processed,         false",
        "payment.,                payment.processed,         false",
        "**,                      payment.processed,         true",
        "*p*a*y*,                 payment.processed,         true",
        "*.*.*,                   payment.processed,         false",
        "p*d.*d,                  paid.and.paid,             true",
        "payment?processed,       payment.processed,         false",
        "payment[.]processed,     payment.processed,         false",
        "PAYMENT.*,               payment.processed,         false",
    })
    void selectsNamesByStarsAndLiterals(String pattern, String name, boolean expected) {
        assertThat(new EventPattern(pattern).matches(new EventName(name))).isEqualTo(expected);
    }

    @Test
    void matchesInLinearTimeWithoutBacktracking() {
        var name = new EventName("a".repeat(5_000) + ".a");

        assertThat(new EventPattern("*a".repeat(200) + "*b").matches(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void rejectsABlankPattern(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> new EventPattern(pattern));
    }
}
