package systems.tasker.events.schema;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.Waits;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class SchemaCompilerTest {

    private static final int MAX_SIZE = 10_000;

    // Deep enough that each reference of the meta-schema has hundreds of schemas to go through.
    private static final int DEEP = 100;

    private final SchemaCompiler compiler = new SchemaCompiler(MAX_SIZE, 100_000);

    @Test
    void rejectsASchemaTooCostlyForItsMetaSchema() {
        // Given
        var wide = "{\"allOf\": [" + "{},".repeat(20_000) + "{}]}";
        var source = Json.read("{\"not\":".repeat(DEEP) + wide + "}".repeat(DEEP));

        // When
        var compilation =
                assertTimeoutPreemptively(Waits.HANG, () -> new SchemaCompiler(100_000, 1_000_000).compile(source));

        // Then
        assertThat(compilation.problems())
                .containsExactly(new SchemaViolation("", "schema", "takes too many steps to be compiled"));
    }

    @Test
    void rejectsATooLargeSchema() {
        var source = Json.read("{\"title\":\"" + "x".repeat(MAX_SIZE) + "\"}");

        assertThat(compiler.compile(source).problems())
                .containsExactly(new SchemaViolation("", "schema", "has 10012 characters, 10000 at most"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"minLength\": 1e2147483647}",
                "{\"enum\": [1e-2147483647]}",
                "{\"type\": 1e1000000000}",
                "{\"type\": \"integer\", \"minimum\": 1e1000000000}",
                "{\"multipleOf\": 1e-999999999}"
            })
    void rejectsANumberWithMillionsOfDigits(String source) {
        assertThat(compiler.compile(json(source)).problems())
                .containsExactly(new SchemaViolation(
                        "", "schema", "has a number beyond the range of a double, or with too many decimals"));
    }

    @Test
    void readsASchemaWithoutDialectAsDraft202012() {
        var schema = compiled("{\"prefixItems\": [{\"type\": \"string\"}]}");

        assertThat(schema.violations(json("[1]"))).hasSize(1);
    }

    @Test
    void readsTheDialectThatASchemaNames() {
        var schema = compiled("""
                {
                  "$schema": "http://json-schema.org/draft-07/schema#",
                  "items": [{"type": "string"}],
                  "prefixItems": [{"type": "boolean"}]
                }
                """);

        // In draft-07, an array of items says what prefixItems says since 2020-12, and prefixItems says nothing.
        assertThat(schema.violations(json("[1]")))
                .extracting(SchemaViolation::keyword)
                .containsExactly("type");
        assertThat(schema.violations(json("[\"text\"]"))).isEmpty();
    }

    @Test
    void reportsAllMetaSchemaViolations() {
        var compilation = compiler.compile(json("""
                {"type": "strin", "required": "amount", "properties": {"amount": {"minimum": "0"}}}
                """));

        assertThat(compilation.schema()).isNull();
        assertThat(compilation.problems())
                .extracting(SchemaViolation::pointer)
                .contains("/type", "/required", "/properties/amount/minimum");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{\"$ref\": \"http://127.0.0.1:9/never-fetched.json\"}",
                "{\"$ref\": \"https://example.invalid/never-fetched.json\"}",
                "{\"properties\": {\"a\": {\"$ref\": \"https://example.invalid/deep.json#/$defs/x\"}}}",
                "{\"$ref\": \"file:///etc/hostname\"}",
                "{\"$ref\": \"classpath:application.properties\"}",
                "{\"$ref\": \"classpath:golden/schema.json\"}",
                "{\"$ref\": \"resource:golden/schema.json\"}",
                "{\"$ref\": \"other.json\"}",
                "{\"$ref\": \"#/$defs/nowhere\"}",
                "{\"$ref\": \"#nowhere\"}",
                "{\"items\": {\"anyOf\": [{}, {\"$ref\": \"#/$defs/nowhere\"}]}}",
                "{\"$ref\": \":::\"}"
            })
    void rejectsDanglingAndRemoteReferences(String source) {
        assertRejected(source);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pattern\": \"[a-\"}",
                "{\"properties\": {\"a\": {\"pattern\": \"(\"}}}",
                "{\"patternProperties\": {\"*\": {}}}"
            })
    void rejectsAnInvalidRegularExpression(String source) {
        assertRejected(source);
    }

    @Test
    void reportsEachMalformedPatternWithItsPathInOneLine() {
        // Given
        var source = json("""
                {"properties": {"pattern": {"pattern": "([\\n"}, "b": {"enum": [{"pattern": "("}], "pattern": "^a$"}},
                 "allOf": [{"patternProperties": {"a/(": {}, "x": {"pattern": "*"}}}]}
                """);

        // When
        var problems = compiler.compile(source).problems();

        // Then
        assertThat(problems)
                .extracting(SchemaViolation::pointer)
                .containsExactlyInAnyOrder(
                        "/properties/pattern/pattern",
                        "/allOf/0/patternProperties/a~1(",
                        "/allOf/0/patternProperties/x/pattern");
        assertThat(problems)
                .extracting(SchemaViolation::message)
                .allMatch(message -> message.startsWith("is no regular expression: ")
                        && message.lines().count() == 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$schema\": \"https://example.invalid/my-dialect\"}",
                "{\"$schema\": \"draft-07\"}",
                "{\"$schema\": \"\"}",
                "{\"$schema\": 7}"
            })
    void rejectsAnUnknownDialect(String source) {
        assertRejected(source);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"string\"", "7", "[]", "null"})
    void rejectsASchemaThatIsNeitherAMapNorABoolean(String source) {
        assertRejected(source);
    }

    @Test
    void reportsAMetaSchemaViolationOnce() {
        assertThat(compiler.compile(json("7")).problems()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 1"})
    void takesABooleanForASchema(String source, int violations) {
        assertThat(compiled(source).violations(json("{\"a\": 1}"))).hasSize(violations);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"type\": \"object\"}}}",
                "{\"properties\": {\"child\": {\"$ref\": \"#\"}}}",
                "{\"$id\": \"https://example.com/self.json\", \"$ref\": \"#a\", \"$defs\": {\"a\": {\"$anchor\": \"a\"}}}",
                "{\"$ref\": \"https://json-schema.org/draft/2020-12/schema\"}"
            })
    void resolvesReferencesIntoTheSchemaItselfAndIntoTheDrafts(String source) {
        assertThat(compiled(source).violations(json("{\"child\": {\"child\": {}}}")))
                .isEmpty();
    }

    @Test
    void remembersTheSchemaAsItWasDeclared() {
        var source = json("{\"type\": \"object\"}");

        assertThat(compiler.compile(source).schema().source()).isSameAs(source);
    }

    private PayloadSchema compiled(String source) {
        var compilation = compiler.compile(json(source));
        assertThat(compilation.problems()).isEmpty();
        return compilation.schema();
    }

    private void assertRejected(String source) {
        var compilation = compiler.compile(json(source));

        assertThat(compilation.schema()).isNull();
        assertThat(compilation.problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
    }

    private static JsonNode json(String text) {
        return Json.read(text);
    }
}
