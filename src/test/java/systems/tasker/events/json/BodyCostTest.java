package systems.tasker.events.json;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BodyCostTest {

    @Test
    void countsTextByItsBytes() {
        assertThat(costOf("x".repeat(10_000))).isEqualTo(10_000);
    }

    @Test
    void countsMoreForSmallValuesThatBecomeObjects() {
        assertThat(costOf("{},".repeat(10_000))).isEqualTo(140_000);
        assertThat(costOf("[],".repeat(10_000))).isEqualTo(140_000);
        assertThat(costOf("\"a\":1,".repeat(10_000))).isEqualTo(170_000);
    }

    @Test
    void countsASmallBodyAsIfItHadSmallObjectsOnly() {
        assertThat(costOf("x".repeat(4_096))).isEqualTo(4 * 4_096);
        assertThat(costOf("{},".repeat(1_365))).isEqualTo(4 * 4_095);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"\":0}",
                "{\"a\":{}}",
                "{\"a\":[]}",
                "[[]]",
                "\"\"",
                "\"a\"",
                "10000",
                "{\"\":{\"\":{\"\":{\"\":{}}}}}"
            })
    void boundsTheHeapThatTheTreeRetains(String element) {
        for (var elements : List.of(100, 10_000)) {
            var body = "[" + String.join(",", Collections.nCopies(elements, element)) + "]";

            assertThat(TreeMemory.of(Json.read(body))).isLessThanOrEqualTo(11 * costOf(body));
        }
    }

    private static long costOf(String body) {
        return BodyCost.of(body.getBytes(StandardCharsets.UTF_8));
    }
}
