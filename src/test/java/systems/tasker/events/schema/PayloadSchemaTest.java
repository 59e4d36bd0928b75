package systems.tasker.events.schema;

import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

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
        var violations = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> schema.violations(document));

        // Then
        assertThat(violations)
                .containsExactly(new SchemaViolation(
                        "", "pattern", "takes more than 100000 steps to be matched with its patterns"));
    }

    @Test
    void limitsTheTotalCostOfPatterns() {
        // Given
        var schema = compiled("{\"items\": {\"pattern\": \"^a*$\"}}");
        var text = "\"" + "a".repeat(1_000) + "\"";

        // Then
        assertThat(schema.violations(json("[" + text + "]"))).isEmpty();
        assertThat(schema.violations(json("[" + (text + ",").repeat(200) + text + "]")))
                .singleElement()
                .extracting(SchemaViolation::keyword)
                .isEqualTo("pattern");
        assertThat(schema.violations(json("[" + text + "]"))).isEmpty();
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
