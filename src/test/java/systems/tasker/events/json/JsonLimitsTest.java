package systems.tasker.events.json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.SampleStep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class JsonLimitsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\": 1.7976931348623157e308, \"b\": -1.7976931348623157E+308}",
                "{\"a\": 123456789012345678901234567890123456789012345678901234567890.5}",
                "{\"a\": 1e-400, \"b\": 0.00000000000000000001, \"c\": 1e-16383}",
                "{\"a\": \"\\ud83d\\ude00 \\u0001\"}"
            })
    void acceptsJsonWithinTheLimits(String json) {
        assertThatNoException().isThrownBy(() -> JsonLimits.check(SampleStep.json(json)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"a\": 1e309}`,                       /a",
                "`{\"a\": [1, -1e999]}`,                 /a/1",
                "`{\"a\": 1e999999999}`,                 /a",
                "`{\"a\": 1e-16384}`,                    /a",
                "`{\"a\": 1.5e-20000}`,                  /a",
                "`{\"a\": {\"b\": \"\\u0000\"}}`,        /a/b",
                "`{\"a/b\": [\"\\ud83d\"]}`,             /a~1b/0",
                "`{\"a\": {\"\\u0000\": 1}}`,            /a",
            })
    void rejectsJsonBeyondTheLimits(String json, String pointer) {
        var refusal = catchThrowableOfType(InvalidInputException.class, () -> JsonLimits.check(SampleStep.json(json)));

        assertThat(refusal.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo(pointer);
            assertThat(problem.kind()).isEqualTo(InputProblem.Kind.INVALID);
        });
    }

    @Test
    void reportsAllViolationsOfJsonLimits() {
        var refusal = catchThrowableOfType(
                InvalidInputException.class,
                () -> JsonLimits.check(SampleStep.json("{\"a\": 1e400, \"b\": [\"\\u0000\", \"fine\", 1e400]}")));

        assertThat(refusal.problems()).extracting(InputProblem::pointer).containsExactly("/a", "/b/0", "/b/2");
    }
}
