package systems.tasker.events.http;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BodyCostTest {

    @Test
    void countsTextByItsBytes() {
        assertThat(BodyCost.of(Buffer.buffer("x".repeat(10_000)))).isEqualTo(10_000);
    }

    @Test
    void countsMoreForSmallValuesThatBecomeObjects() {
        assertThat(BodyCost.of(Buffer.buffer("{},".repeat(10_000)))).isEqualTo(80_000);
        assertThat(BodyCost.of(Buffer.buffer("[],".repeat(10_000)))).isEqualTo(80_000);
        assertThat(BodyCost.of(Buffer.buffer("\"a\":1,".repeat(10_000)))).isEqualTo(110_000);
    }

    @Test
    void skipsTheParseEstimateForSmallBodies() {
        assertThat(BodyCost.of(Buffer.buffer("{".repeat(4_096)))).isEqualTo(4_096);
    }
}
