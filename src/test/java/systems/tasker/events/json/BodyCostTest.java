package systems.tasker.events.json;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BodyCostTest {

    @Test
    void countsTextByItsBytes() {
        assertThat(costOf("x".repeat(10_000))).isEqualTo(10_000);
    }

    @Test
    void countsMoreForSmallValuesThatBecomeObjects() {
        assertThat(costOf("{},".repeat(10_000))).isEqualTo(120_000);
        assertThat(costOf("[],".repeat(10_000))).isEqualTo(120_000);
        assertThat(costOf("\"a\":1,".repeat(10_000))).isEqualTo(150_000);
    }

    @Test
    void countsASmallBodyAsIfItHadSmallObjectsOnly() {
        assertThat(costOf("x".repeat(4_096))).isEqualTo(4 * 4_096);
        assertThat(costOf("{},".repeat(1_365))).isEqualTo(4 * 4_095);
    }

    private static long costOf(String body) {
        return BodyCost.of(body.getBytes(StandardCharsets.UTF_8));
    }
}
