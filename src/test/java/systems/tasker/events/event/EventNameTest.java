package systems.tasker.events.event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EventNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"payment.processed", "a.b", "a.b.c.d", "order_2.line_items.v1", "0.0", "_._"})
    void acceptsPartsJoinedByDots(String name) {
        assertThat(new EventName(name)).hasToString(name);
    }

    @Test
    void validatesAVeryLongNameInTime() {
        assertThat(EventName.isLegal("a" + ".a".repeat(300_000) + ".")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "payment",
                ".payment",
                "payment.",
                "payment..processed",
                "Payment.processed",
                "payment.Processed",
                "payment processed",
                "payment.processed ",
                "payment.processed\n",
                "payment-made.x",
                "payment.*",
                "zahlung.äü"
            })
    void rejectsIllegalNames(String name) {
        assertThat(EventName.isLegal(name)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventName(name))
                .withMessageContaining("'" + name + "'");
    }
}
