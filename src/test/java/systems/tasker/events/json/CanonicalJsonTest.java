package systems.tasker.events.json;

import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.fixture.SampleStep;

import static org.assertj.core.api.Assertions.assertThat;

class CanonicalJsonTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"a\": 1, \"b\": 2}`,                     `{\"b\": 2, \"a\": 1}`",
                "`{\"a\": {\"x\": [1], \"y\": null}}`,       `{ \"a\" : {\"y\":null,\"x\":[ 1 ]} }`",
                "`{\"a\": \"\\u00e9\"}`,                     `{\"a\": \"é\"}`",
            })
    void makesEquivalentBodiesEqual(String one, String other) {
        assertThat(digest(one)).isEqualTo(digest(other));
    }

    @Test
    void keepsDifferentBodiesDifferent() {
        // Given
        var bodies = List.of(
                "{}",
                "{\"a\": 1}",
                "{\"a\": \"1\"}",
                "{\"a\": 1.0}",
                "{\"a\": -1}",
                "{\"a\": 12}",
                "{\"a\": true}",
                "{\"a\": \"true\"}",
                "{\"a\": null}",
                "{\"a\": \"null\"}",
                "{\"a\": \"\"}",
                "{\"a\": []}",
                "{\"a\": {}}",
                "{\"a\": [[]]}",
                "{\"a\": [[], []]}",
                "{\"a\": [1, 2]}",
                "{\"a\": [2, 1]}",
                "{\"a\": [12]}",
                "{\"a\": [\"1\", \"2\"]}",
                "{\"a\": [\"12\"]}",
                "{\"a\": [[1], 2]}",
                "{\"a\": [1, [2]]}",
                "{\"a\": {\"b\": 1}, \"c\": 2}",
                "{\"a\": {\"b\": 1, \"c\": 2}}",
                "{\"a\": {\"b\": {\"c\": 2}}}",
                "{\"a\": [\"b\", 1]}",
                "{\"ab\": 1}",
                "{\"a\": \"b1:c\"}",
                "{\"a\": \"f1:1\"}",
                "{\"A\": 1}");

        // When
        var digests = bodies.stream().collect(Collectors.toMap(CanonicalJsonTest::digest, body -> body));

        // Then
        assertThat(digests).hasSameSizeAs(bodies);
    }

    @Test
    void makesAUrlSafeDigest() {
        assertThat(digest("{}")).matches("[A-Za-z0-9_-]{43}");
    }

    private static String digest(String json) {
        return JsonBody.digest(SampleStep.json(json));
    }
}
