package systems.tasker.events.json;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class JsonBodyTest {

    private static final String SECRET = "4242-canary";

    private final JsonBody bodies = new JsonBody(10, 1_000, JsonLimits.DEFAULT);

    @Test
    void keepsNumbersExactly() {
        var json = "{\"b\":10.50,\"a\":[12345678901234567890,null,\"Łukasz 😀\"]}";

        assertThat(Json.write(bodies.read(json.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-32BE"})
    void readsEveryEncodingThatJsonMayHave(String charset) {
        assertThat(bodies.read("{\"a\": \"é\"}".getBytes(Charset.forName(charset)))
                        .get("a")
                        .asText())
                .isEqualTo("é");
    }

    @ParameterizedTest(name = "body {0}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``,                                    must be a JSON object",
                "` `,                                   must be a JSON object",
                "`[]`,                                  must be a JSON object",
                "`null`,                                must be a JSON object",
                "`\"4242-canary\"`,                     must be a JSON object",
                "`{\"a\": 4242-canary}`,                is not JSON",
                "`{\"a\": \"4242-canary}`,              is not JSON",
                "`{'a': 1}`,                            is not JSON",
                "`{\"a\": NaN}`,                        is not JSON",
                "`{\"a\": 01}`,                         is not JSON",
                "`{\"a\": \"\\x\"}`,                    is not JSON",
                "`{\"a\": 1} {}`,                       `holds a key twice in one object, or more than one document`",
                "`{\"4242-canary\": 1, \"4242-canary\": 2}`, `holds a key twice in one object, or more than one document`",
                "`{\"a\":[[[[[[[[[[1]]]]]]]]]]}`,       `is nested too deeply, or has a number or name that is too long`",
            })
    void rejectsBodiesOtherThanOneJsonObjectWithoutQuotingThem(String body, String detail) {
        assertThat(refusalOf(body.getBytes(StandardCharsets.UTF_8)).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.pointer()).isEmpty();
                    assertThat(problem.kind()).isEqualTo(InputProblem.Kind.MALFORMED);
                    assertThat(problem.detail()).startsWith(detail).doesNotContain(SECRET);
                });
    }

    @Test
    void rejectsInvalidUtf8() {
        var bodies = new byte[][] {
            {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
            {'{', '"', (byte) 0xc3, '"', ':', '1', '}'},
            {0, 0, 0, '{', 0},
            {0, 0, (byte) 0xff, (byte) 0xfe, 0, 0, 0, '{'},
            {0, '{', 0},
            {0, 0, '{', 0, 0, 0, '}', 0},
        };

        for (var body : bodies) {
            assertThat(refusalOf(body).type()).isEqualTo(ProblemType.MALFORMED_INPUT);
        }
    }

    @Test
    void rejectsANumberWithTooManyDigits() {
        assertThat(refusalOf(("{\"a\": " + "9".repeat(1_001) + "}").getBytes(StandardCharsets.UTF_8))
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail()).contains("too long"));
    }

    private InvalidInputException refusalOf(byte[] body) {
        return catchThrowableOfType(InvalidInputException.class, () -> bodies.read(body));
    }
}
