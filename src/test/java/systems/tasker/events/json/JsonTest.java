package systems.tasker.events.json;

import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.50",
                "1.0",
                "0.10",
                "9007199254740993",
                "12345678901234567890123",
                "3.141592653589793238462643",
                "{\"b\":1.50,\"a\":[2.0,null,\"x\"]}"
            })
    void keepsNumbersAndKeyOrder(String json) throws JsonProcessingException {
        assertThat(Json.write(Json.read(json))).isEqualTo(json);
        assertThat(Json.write(Json.strictMapper(10, 1_000).readTree(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{\"o\":{\"a\":1,\"b\":2,\"a\":1}}", "{} {}", "1 2", "{}]"})
    void rejectsDuplicateKeysAndSecondDocuments(String json) {
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> Json.strictMapper(10, 1_000).readTree(json));
    }

    @Test
    void countsObjectsAndArraysAsLevelsOfNesting() {
        var mapper = Json.strictMapper(4, 1_000);

        assertThatNoException().isThrownBy(() -> mapper.readTree("[{\"a\":[{}]}]"));
        assertThatExceptionOfType(StreamConstraintsException.class)
                .isThrownBy(() -> mapper.readTree("[{\"a\":[{\"b\":[]}]}]"));
    }

    @Test
    void readsWhatPostgresqlMakesOfANumberCloseToZero() {
        var writtenOut = "0." + "0".repeat(16_382) + "1";

        assertThat(Json.read(writtenOut).decimalValue()).isEqualByComparingTo("1e-16383");
    }

    @Test
    void failsOnItsOwnInvalidJson() {
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> Json.read("{"));
    }
}
