package systems.tasker.events.schema;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.step.StepJson;

import static org.assertj.core.api.Assertions.assertThat;

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
    void saysWhereAndWhichRuleIsBrokenButNeverWithWhatValue(
            String schema, String document, String keyword, String pointer) {
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
    void reportsEveryViolationInOneGo() {
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

    private static PayloadSchema compiled(String source) {
        return new SchemaCompiler().compile(json(source)).schema();
    }

    private static JsonNode json(String text) {
        return StepJson.read(text);
    }
}
