package systems.tasker.events.json;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StepJsonTypesTest {

    record Payment(String transactionId, BigDecimal amount, Instant paidAt, Optional<String> note) {}

    private static final String TEXT = """
            {"transaction_id":"tx-1","amount":49.90,"paid_at":"2026-11-25T12:00:00Z","note":"thanks"}""";

    private static final Payment PAYMENT =
            new Payment("tx-1", new BigDecimal("49.90"), Instant.parse("2026-11-25T12:00:00Z"), Optional.of("thanks"));

    @Test
    void writesARecordWithoutLosingADigit() {
        assertThat(Json.write(Json.tree(PAYMENT))).isEqualTo(TEXT);
    }

    @Test
    void readsARecordAndLeavesOutWhatItLacks() {
        var tree = Json.read(TEXT.replace("}", ",\"later\":1}"));

        assertThat(Json.as(Payment.class, tree)).isEqualTo(PAYMENT);
    }

    @Test
    void keepsATreeAndMapsNullToJsonNull() {
        var tree = Json.read(TEXT);

        assertThat(Json.tree(tree)).isSameAs(tree);
        assertThat(Json.tree(null).isNull()).isTrue();
    }

    @Test
    void rejectsATreeOfAnotherType() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.as(Payment.class, Json.read("{\"paid_at\":\"yesterday\"}")))
                .withMessageContaining("yesterday");
    }
}
