package systems.tasker.events.postgres.pgmq;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PgmqVersionTest {

    @ParameterizedTest
    @CsvSource({
        "1.5, true",
        "1.5.0, true",
        "1.5.1, true",
        "1.11.1, true",
        "1.10.0, true",
        "2.0, true",
        "2.0.0-rc1, true",
        "10.0.0, true",
        "1.4.5, false",
        "1.4, false",
        "0.33.1, false",
        "0.9, false"
    })
    void knowsWhichVersionsAreSupported(String text, boolean supported) {
        assertThat(PgmqVersion.of(text).compareTo(PgmqVersion.OLDEST_SUPPORTED) >= 0)
                .isEqualTo(supported);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "1", "v1.5", "1.x", "99999999999.1"})
    void rejectsMalformedVersions(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PgmqVersion.of(text));
    }

    @ParameterizedTest
    @CsvSource({"1.11.1, 1.11", "1.5, 1.5"})
    void printsMajorAndMinorVersion(String text, String shown) {
        assertThat(PgmqVersion.of(text)).hasToString(shown);
    }
}
