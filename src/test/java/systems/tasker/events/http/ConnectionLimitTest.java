package systems.tasker.events.http;

import java.util.OptionalLong;

import io.smallrye.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionLimitTest {

    @Test
    void readsTheSoftLimitOfOpenFiles() {
        var limits = """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             63432                63432                processes
                Max open files            400                  1048576              files
                """;

        assertThat(ConnectionLimit.openFiles(limits)).hasValue(400);
        assertThat(ConnectionLimit.openFiles(
                        "Max open files            unlimited            unlimited            files\n"))
                .isEmpty();
        assertThat(ConnectionLimit.openFiles("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10000, 400, 200", "100, 400, 100", "10000, 1048576, 10000", "10000, , 10000", "many, 400, many"})
    void boundsConnectionsByTheOpenFiles(String configured, Long openFiles, String expected) {
        // Given
        var value = ConfigValue.builder()
                .withName(ConnectionLimit.PROPERTY)
                .withValue(configured)
                .build();

        // When
        var bounded =
                ConnectionLimit.bounded(value, openFiles == null ? OptionalLong.empty() : OptionalLong.of(openFiles));

        // Then
        assertThat(bounded.getValue()).isEqualTo(expected);
    }
}
