package systems.tasker.events.json;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.SampleStep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class JsonLimitsTest {

    private static final BigDecimal LARGE = new BigDecimal("1e200000");

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
        assertThatNoException().isThrownBy(() -> JsonLimits.DEFAULT.check(SampleStep.json(json)));
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
        var refusal = catchThrowableOfType(
                InvalidInputException.class, () -> JsonLimits.DEFAULT.check(SampleStep.json(json)));

        assertThat(refusal.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo(pointer);
            assertThat(problem.kind()).isEqualTo(InputProblem.Kind.INVALID);
        });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`[1e-90]`,                              /0",
                "`[1, 1e-16383, 1e-16383]`,              /1",
                "`{\"a\": {\"b\": 1e300}}`,              /a/b",
                "`{\"a\": {\"b\": [1e-40, 1e50, 7]}}`,   /a/b/1",
                "`{\"a\": \"%s\"}`,                      /a",
                "`{\"a\": {\"%s\": 1}}`,                 /a",
                "`{\"a\": [[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]]}`, /a/15",
            })
    void namesTheFirstPlaceAtWhichADocumentIsWrittenOutTooLong(String json, String pointer) {
        // Given
        var tree = Json.read(json.replace("%s", "x".repeat(90)));

        // When
        var refusal = catchThrowableOfType(InvalidInputException.class, () -> new JsonLimits(90).check(tree));

        // Then
        assertThat(refusal.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo(pointer);
            assertThat(problem.detail()).contains("longer than 90 characters");
            assertThat(problem.kind()).isEqualTo(InputProblem.Kind.INVALID);
        });
    }

    @Test
    void listsTheFirstProblemsOfManyAndSaysThatThereAreMore() {
        // Given
        var tree = JsonNodeFactory.instance.objectNode();
        var texts = tree.putArray("texts");
        IntStream.range(0, 10_000).forEach(i -> texts.add("\0"));

        // When
        var refusal = catchThrowableOfType(InvalidInputException.class, () -> JsonLimits.DEFAULT.check(tree));

        // Then
        assertThat(refusal.problems()).hasSize(ProblemList.MAX + 1);
        assertThat(refusal.problems().get(ProblemList.MAX).detail()).contains("more problems");
    }

    static Stream<Arguments> madeByPublishers() {
        var nodes = JsonNodeFactory.instance;
        var itself = nodes.objectNode();
        itself.set("itself", itself);
        return Stream.of(
                arguments("text", nodes.objectNode().put("at", "now"), true),
                arguments("zero byte", nodes.objectNode().put("at", "\0"), false),
                arguments("number as an object", nodes.objectNode().putPOJO("n", 5), true),
                arguments("map", nodes.objectNode().putPOJO("m", Map.of("a", List.of(1, 2))), true),
                arguments("map with a zero byte", nodes.objectNode().putPOJO("m", Map.of("a", "\0")), false),
                arguments("map with a large number", nodes.objectNode().putPOJO("m", Map.of("a", LARGE)), false),
                arguments("time without a text", nodes.objectNode().putPOJO("at", Instant.EPOCH), false),
                arguments("object without properties", nodes.objectNode().putPOJO("o", new Object()), false),
                arguments("object that throws", nodes.objectNode().putPOJO("o", new Throwing()), false),
                arguments("raw JSON", nodes.objectNode().putRawValue("r", new RawValue("[1]")), true),
                arguments("raw nonsense", nodes.objectNode().putRawValue("r", new RawValue("nonsense")), false),
                arguments("missing", nodes.objectNode().set("m", nodes.missingNode()), true),
                arguments("bytes", nodes.objectNode().put("b", new byte[] {1, 2}), true),
                arguments("large number", nodes.objectNode().put("n", LARGE), false),
                arguments("large whole number", nodes.objectNode().put("n", LARGE.toBigInteger()), false),
                arguments("small number", nodes.objectNode().put("n", new BigDecimal("1e-16384")), false),
                arguments("smallest number", nodes.objectNode().put("n", new BigDecimal("1e-16383")), true),
                arguments("double", nodes.objectNode().put("n", Double.MIN_VALUE), true),
                arguments("float", nodes.objectNode().put("n", Float.MIN_VALUE), true),
                arguments("infinity", nodes.objectNode().put("n", Double.POSITIVE_INFINITY), false),
                arguments("tree of itself", itself, false),
                arguments("990 levels", deep(990), true),
                arguments("991 levels", deep(991), false),
                arguments("100,000 levels", deep(100_000), false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("madeByPublishers")
    void allowsWhatAnEventCanBeWrittenAndReadWith(String name, JsonNode tree, boolean isAllowed) {
        assertThat(JsonLimits.DEFAULT.allow(tree)).isEqualTo(isAllowed);
        if (isAllowed) {
            var event = Json.write(SampleStep.event("payment.processed", tree));
            assertThat(Json.read(event).at("/payload/payload").size()).isEqualTo(tree.size());
        }
    }

    private static JsonNode deep(int levels) {
        JsonNode tree = JsonNodeFactory.instance.arrayNode();
        for (int i = 1; i < levels; i++) {
            tree = JsonNodeFactory.instance.arrayNode().add(tree);
        }
        return tree;
    }

    /** Has a property that cannot be read. */
    public static final class Throwing {

        public String getText() {
            throw new IllegalStateException("never set");
        }
    }

    @Test
    void reportsAllViolationsOfJsonLimits() {
        var refusal = catchThrowableOfType(
                InvalidInputException.class,
                () -> JsonLimits.DEFAULT.check(
                        SampleStep.json("{\"a\": 1e400, \"b\": [\"\\u0000\", \"fine\", 1e400]}")));

        assertThat(refusal.problems()).extracting(InputProblem::pointer).containsExactly("/a", "/b/0", "/b/2");
    }
}
