package systems.tasker.events.schema;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.Waits;
import systems.tasker.events.json.Json;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class PayloadSchemaTest {

    @ParameterizedTest(name = "{2} at \"{3}\"")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"required\": [\"amount\"]}`,                          {},                              required,             ``",
                "`{\"properties\": {\"a\": {\"type\": \"number\"}}}`,     `{\"a\": \"canary\"}`,           type,                 /a",
                "`{\"properties\": {\"a\": {\"enum\": [1, 2]}}}`,         `{\"a\": \"canary\"}`,           enum,                 /a",
                "`{\"properties\": {\"a\": {\"const\": 1}}}`,             `{\"a\": \"canary\"}`,           const,                /a",
                "`{\"properties\": {\"a\": {\"pattern\": \"^x\"}}}`,      `{\"a\": \"canary\"}`,           pattern,              /a",
                "`{\"properties\": {\"a\": {\"minLength\": 99}}}`,        `{\"a\": \"canary\"}`,           minLength,            /a",
                "`{\"properties\": {\"a\": {\"maxLength\": 1}}}`,         `{\"a\": \"canary\"}`,           maxLength,            /a",
                "`{\"properties\": {\"a\": {\"minimum\": 5}}}`,           `{\"a\": 4.25}`,                 minimum,              /a",
                "`{\"properties\": {\"a\": {\"exclusiveMaximum\": 4}}}`,  `{\"a\": 4.25}`,                 exclusiveMaximum,     /a",
                "`{\"properties\": {\"a\": {\"multipleOf\": 2}}}`,        `{\"a\": 4.25}`,                 multipleOf,           /a",
                "`{\"additionalProperties\": false}`,                     `{\"a\": \"canary\"}`,           additionalProperties, ``",
                "`{\"unevaluatedProperties\": false}`,                    `{\"a\": \"canary\"}`,           unevaluatedProperties, ``",
                "`{\"items\": {\"type\": \"number\"}}`,                   `[1, \"canary\"]`,               type,                 /1",
                "`{\"uniqueItems\": true}`,                               `[\"canary\", \"canary\"]`,      uniqueItems,          ``",
                "`{\"contains\": {\"type\": \"number\"}}`,                `[\"canary\"]`,                  minContains,          ``",
                "`{\"not\": {\"type\": \"object\"}}`,                     `{\"a\": \"canary\"}`,           not,                  ``",
                "`{\"properties\": {\"a/b~c\": {\"type\": \"null\"}}}`,   `{\"a/b~c\": \"canary\"}`,       type,                 /a~1b~0c",
            })
    void reportsPathAndRuleOfAViolationWithoutTheValue(String schema, String document, String keyword, String pointer) {
        var violations = compiled(schema).violations(json(document));

        assertThat(violations).singleElement().satisfies(violation -> {
            assertThat(violation.keyword()).isEqualTo(keyword);
            assertThat(violation.pointer()).isEqualTo(pointer);
            assertThat(violation.message())
                    .isNotBlank()
                    .doesNotContain("canary", "4.25")
                    .doesNotStartWith(pointer + ":");
        });
    }

    @Test
    void reportsAllSchemaViolations() {
        var schema = compiled("""
                {
                  "required": ["transaction_id", "amount"],
                  "properties": {"currency": {"maxLength": 3}, "tax": {"type": "number"}}
                }
                """);

        var violations = schema.violations(json("{\"currency\": \"EURO\", \"tax\": \"none\"}"));

        assertThat(violations)
                .extracting(violation -> violation.pointer() + " " + violation.keyword())
                .containsExactlyInAnyOrder(" required", " required", "/currency maxLength", "/tax type");
    }

    @Test
    void comparesDecimalsExactly() {
        var schema = compiled("{\"multipleOf\": 0.01, \"maximum\": 12345678901234567890}");

        assertThat(schema.violations(json("10.10"))).isEmpty();
        assertThat(schema.violations(json("12345678901234567890"))).isEmpty();
        assertThat(schema.violations(json("12345678901234567891"))).hasSize(1);
        assertThat(schema.violations(json("10.101"))).hasSize(1);
    }

    @Test
    void takesAMissingPayloadForNull() {
        assertThat(compiled("{\"type\": \"null\"}").violations(json("null"))).isEmpty();
        assertThat(compiled("{\"type\": \"object\"}").violations(json("null"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*a*a*a*a*a*b", "(.*.*.*.*.*)*x", "^(a+)+\\\\1?$"})
    void rejectsAPatternWithCatastrophicBacktracking(String pattern) {
        // Given
        var schema = compiled("{\"pattern\": \"%s\"}".formatted(pattern));
        var document = json("\"" + "a".repeat(100) + "!\"");

        // When
        var violations = assertTimeoutPreemptively(Waits.HANG, () -> schema.violations(document));

        // Then
        assertThat(violations)
                .containsExactly(new SchemaViolation("", "schema", "takes more than 100000 steps to be checked"));
    }

    @Test
    void limitsTheTotalCostOfPatterns() {
        // Given
        var schema = compiled("{\"items\": {\"pattern\": \"^a*$\"}}");
        var text = "\"" + "a".repeat(1_000) + "\"";

        // Then
        assertThat(schema.violations(json("[" + text + "]"))).isEmpty();
        assertThat(schema.violations(json("[" + (text + ",").repeat(200) + text + "]")))
                .containsExactly(new SchemaViolation("", "schema", "takes more than 100000 steps to be checked"));
        assertThat(schema.violations(json("[" + text + "]"))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void givesUpOnASchemaThatDoublesItsWorkWithEachLevel(String name, String schema, String document) {
        // Given
        var compiled =
                new SchemaCompiler(300_000, 1_000_000).compile(json(schema)).schema();

        // When
        var evaluation = assertTimeoutPreemptively(Waits.HANG, () -> compiled.evaluate(json(document)));

        // Then
        assertThat(evaluation.isTooCostly()).isTrue();
        assertThat(evaluation.violations())
                .containsExactly(new SchemaViolation("", "schema", "takes more than 1000000 steps to be checked"));
        assertThat(compiled.evaluate(json("{}")).isTooCostly()).isEqualTo(name.startsWith("nested"));
    }

    static Stream<Arguments> givesUpOnASchemaThatDoublesItsWorkWithEachLevel() {
        var levels = new StringBuilder("\"a0\": {\"type\": \"object\"}");
        for (int i = 1; i < 30; i++) {
            levels.append(", \"a%d\": {\"allOf\": [{\"$ref\": \"#/$defs/a%d\"}, {\"$ref\": \"#/$defs/a%d\"}]}"
                    .formatted(i, i - 1, i - 1));
        }
        var numbers = IntStream.range(0, 200_000).mapToObj(Integer::toString).collect(joining(",", "[", "]"));
        var words =
                IntStream.range(0, 20_000).mapToObj(i -> "\"word" + i + "\"").collect(joining(",", "[", "]"));
        var arm = "{\"items\": {\"$ref\": \"#/$defs/n\"}, \"minItems\": 2}";
        return Stream.of(
                arguments(
                        "arms that refer to themselves",
                        "{\"$defs\": {\"n\": {\"anyOf\": [%s, %s, {\"type\": \"null\"}]}}, \"$ref\": \"#/$defs/n\"}"
                                .formatted(arm, arm),
                        "[".repeat(26) + "]".repeat(26)),
                arguments("nested allOf", "{\"$ref\": \"#/$defs/a29\", \"$defs\": {" + levels + "}}", "{\"a\": 1}"),
                arguments("uniqueItems", all("{\"uniqueItems\": true}", 500), numbers),
                arguments("items", all("{\"items\": {}}", 500), numbers),
                arguments("maxLength", all("{\"maxLength\": 900000}", 500), "\"" + "a".repeat(900_000) + "\""),
                arguments("enum", "{\"items\": {\"enum\": %s}}".formatted(words), numbers),
                arguments("multipleOf", "{\"items\": {\"multipleOf\": 1e-16383}}", numbers),
                arguments(
                        "format",
                        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"allOf\": [%s]}"
                                .formatted("{\"format\": \"email\"},".repeat(500) + "true"),
                        "\"" + "a".repeat(900_000) + "\""),
                arguments(
                        "unevaluatedProperties",
                        "{\"additionalProperties\": %s}"
                                .formatted(
                                        all("{\"properties\": {\"a\": {}}}, {\"unevaluatedProperties\": true}", 500)),
                        IntStream.range(0, 1_000)
                                .mapToObj(i -> "\"p%d\": {\"a\": 1}".formatted(i))
                                .collect(joining(",", "{", "}"))));
    }

    private static String all(String rule, int times) {
        return "{\"allOf\": [" + (rule + ",").repeat(times - 1) + rule + "]}";
    }

    @Test
    void checksALargeOrdinaryPayloadWithinTheDefaultBudget() {
        // Given
        var schema = new SchemaCompiler(10_000, 1_000_000).compile(json("""
                        {"items": {"type": "object", "required": ["sku", "amount"], "additionalProperties": false,
                          "properties": {"sku": {"type": "string", "pattern": "^[A-Z]+$"}, "amount": {"type": "number", "minimum": 0},
                            "tags": {"type": "array", "items": {"type": "string"}}}}}""")).schema();
        var order = "{\"sku\": \"ABCDEF\", \"amount\": 12.50, \"tags\": [\"a\", \"b\"]}";

        // Then
        assertThat(schema.violations(json("[" + (order + ",").repeat(9_999) + order + "]")))
                .isEmpty();
    }

    @Test
    void interpretsPatternsAsEcma262() {
        var schema = compiled("{\"pattern\": \"^\\\\p{Letter}+$\"}");

        assertThat(schema.violations(json("\"Łukasz\""))).isEmpty();
        assertThat(schema.violations(json("\"Łukasz\\n\""))).hasSize(1);
        assertThat(compiled("{\"pattern\": \"uka\"}").violations(json("\"Łukasz\"")))
                .isEmpty();
    }

    @Test
    void rejectsAPatternThatRecursesPerCharacter() {
        var schema = new SchemaCompiler(10_000, Integer.MAX_VALUE)
                .compile(json("{\"pattern\": \"^(a|b)*$\"}"))
                .schema();

        assertThat(schema.violations(json("\"" + "ab".repeat(500_000) + "\"")))
                .containsExactly(new SchemaViolation("", "schema", "takes too many nested steps to be checked"));
    }

    @Test
    void rejectsAnEndlesslyRecursiveSchema() {
        assertThat(compiled("{\"allOf\": [{\"$ref\": \"#\"}]}").violations(json("1")))
                .extracting(SchemaViolation::keyword)
                .containsExactly("schema");
    }

    private static PayloadSchema compiled(String source) {
        return new SchemaCompiler(10_000, 100_000).compile(json(source)).schema();
    }

    private static JsonNode json(String text) {
        return Json.read(text);
    }
}
