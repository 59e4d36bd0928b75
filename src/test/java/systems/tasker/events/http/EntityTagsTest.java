package systems.tasker.events.http;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EntityTagsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"abc\" | true",
                "W/\"abc\" | true",
                "\"x\", W/\"abc\" | true",
                "* | true",
                "\"x\" | false",
                "abc | false",
                "\"abc | false",
                "W/ | false",
                ", | false"
            })
    void comparesWeakly(String header, boolean expected) {
        assertThat(EntityTags.isKnown(List.of(header), "abc")).isEqualTo(expected);
    }
}
