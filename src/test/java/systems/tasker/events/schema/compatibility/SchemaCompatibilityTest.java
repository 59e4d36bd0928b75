package systems.tasker.events.schema.compatibility;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import systems.tasker.events.fixture.Waits;
import systems.tasker.events.json.Json;
import systems.tasker.events.schema.SchemaCompiler;
import systems.tasker.events.schema.compatibility.IncompatibleChange.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/** What the labelled pairs in {@code src/test/resources/compatibility} say is what the comparison finds. */
class SchemaCompatibilityTest {

    private static final int AT_LEAST = 150;
    private static final SchemaCompiler COMPILER = new SchemaCompiler(1_000_000, 1_000_000);
    private static final SchemaCompatibility COMPATIBILITY = new SchemaCompatibility(100, 50_000);

    static List<CompatibilityCase> cases() {
        return CompatibilityCase.all();
    }

    @Test
    void findsTheCasesOfEveryKind() {
        var kinds = new TreeSet<String>();
        cases().forEach(each -> each.breaking().values().forEach(kinds::addAll));

        assertThat(cases()).hasSizeGreaterThanOrEqualTo(AT_LEAST);
        assertThat(cases()).extracting(CompatibilityCase::toString).doesNotHaveDuplicates();
        assertThat(kinds)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Kind.values()).map(Kind::label).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void findsTheLabelledChanges(CompatibilityCase pair) {
        var changes = COMPATIBILITY.compare(pair.current(), pair.next());

        assertThat(kindsByPath(changes)).as("%s", changes).isEqualTo(pair.breaking());
        assertThat(changes)
                .doesNotHaveDuplicates()
                .allSatisfy(change -> assertThat(change.reason()).isNotBlank());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void pointsAtSomethingInOneOfTheSchemas(CompatibilityCase pair) {
        assertThat(pair.breaking().keySet())
                .allSatisfy(path -> assertThat(
                                List.of(pair.next().at(path), pair.current().at(path)))
                        .anyMatch(node -> !node.isMissingNode()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void comparesOnlySchemasThatCompile(CompatibilityCase pair) {
        assertThat(Stream.of(pair.current(), pair.next()).filter(schema -> !schema.isNull()))
                .allSatisfy(schema ->
                        assertThat(COMPILER.compile(schema).problems()).isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void findsNothingBetweenASchemaAndItself(CompatibilityCase pair) {
        assertThat(COMPATIBILITY.compare(pair.next(), pair.next().deepCopy())).isEmpty();
    }

    @Test
    void treatsAMissingSchemaAsUnrestricted() {
        var object = Json.read("{\"type\": \"object\"}");

        assertThat(COMPATIBILITY.compare(null, object)).isEmpty();
        assertThat(COMPATIBILITY.compare(MissingNode.getInstance(), object)).isEmpty();
        assertThat(COMPATIBILITY.compare(null, null)).isEmpty();
        assertThat(COMPATIBILITY.compare(object, null))
                .containsExactly(new IncompatibleChange("", Kind.WIDENED, "may now be any value"));
    }

    @Test
    void comparesNestedAlternativesInTime() {
        var current = nested(40, "string");
        var next = nested(40, "integer");

        var changes = assertTimeout(Waits.HANG, () -> COMPATIBILITY.compare(current, next));

        assertThat(changes).isNotEmpty();
    }

    @Test
    void findsUnchangedNestedAlternativesCompatible() {
        var current = nested(40, "string");
        var next = current.deepCopy();
        ((ObjectNode) next).put("minProperties", 0);

        assertThat(assertTimeout(Waits.HANG, () -> COMPATIBILITY.compare(current, next)))
                .isEmpty();
    }

    @Test
    void stopsAtTheComparisonLimitOfAlternatives() {
        var many = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 30; i++) {
            many.withArray("allOf")
                    .add(Json.read(
                            "{\"anyOf\": [{\"required\": [\"a%d\"]}, {\"required\": [\"b%d\"]}]}".formatted(i, i)));
        }
        var next = many.deepCopy().put("minProperties", 1);

        assertThat(assertTimeout(Waits.HANG, () -> COMPATIBILITY.compare(many, next)))
                .containsExactly(new IncompatibleChange("", Kind.CHANGED, "has too many alternatives to be compared"));
    }

    @Test
    void comparesAlternativesUpToTheLimit() {
        var current = Json.read("{\"anyOf\": [{\"const\": 1}, {\"const\": 2}, {\"const\": 3}]}");
        var next = Json.read("{\"anyOf\": [{\"const\": 3}, {\"const\": 2}, {\"const\": 1}]}");

        assertThat(new SchemaCompatibility(3, 100).compare(current, next)).isEmpty();
        assertThat(new SchemaCompatibility(2, 100).compare(current, next))
                .containsExactly(new IncompatibleChange("", Kind.CHANGED, "has too many alternatives to be compared"));
    }

    @Test
    void comparesEnumValuesUpToTheLimit() {
        var current = numbers("1", "a", "b");
        var next = numbers("1.0", "a", "b", "c");

        assertThat(new SchemaCompatibility(100, 6).compare(current, next)).isEmpty();
        assertThat(new SchemaCompatibility(100, 5).compare(current, next))
                .containsExactly(new IncompatibleChange(
                        "", Kind.CHANGED, "is too large to be compared with the active version"));
    }

    @Test
    void comparesEnumValuesAtTheLimitInTime() {
        var current = wide("string");
        var next = wide("integer");

        var compatibility = new SchemaCompatibility(100, 5_000);

        assertThat(assertTimeout(Waits.HANG, () -> compatibility.compare(current, next)))
                .contains(new IncompatibleChange(
                        "", Kind.CHANGED, "is too large to be compared with the active version"));
    }

    /** Every level has two alternatives which both contain the next level: written out, it would have 2^depth leaves. */
    private static JsonNode nested(int depth, String leaf) {
        var schema = JsonNodeFactory.instance.objectNode().put("$ref", "#/$defs/level0");
        var definitions = schema.putObject("$defs");
        definitions.putObject("level" + depth).put("type", leaf);
        for (int i = 0; i < depth; i++) {
            definitions.set("level" + i, Json.read("""
                            {"anyOf": [
                              {"type": "object", "required": ["a"], "properties": {"p": {"$ref": "#/$defs/level%1$d"}}},
                              {"type": "object", "required": ["b"], "properties": {"p": {"$ref": "#/$defs/level%1$d"}}}
                            ]}
                            """.formatted(i + 1)));
        }
        return schema;
    }

    @Test
    void stopsAtTheReferenceChainLimit() {
        var current = chain(1_200, "string");
        var next = chain(1_200, "integer");

        assertThat(COMPILER.compile(next).problems()).isEmpty();
        assertThat(COMPATIBILITY.compare(current, next))
                .containsExactly(new IncompatibleChange("", Kind.CHANGED, "is nested too deeply to be compared"));
    }

    /** One property within the other, which is said in as many definitions; far smaller than a schema may be. */
    private static JsonNode chain(int length, String leaf) {
        var schema = JsonNodeFactory.instance.objectNode().put("$ref", "#/$defs/0");
        var definitions = schema.putObject("$defs");
        for (int i = 0; i < length; i++) {
            definitions.putObject("" + i).putObject("properties").putObject("p").put("$ref", "#/$defs/" + (i + 1));
        }
        definitions.putObject("" + length).put("type", leaf);
        return schema;
    }

    private static JsonNode numbers(String minimum, String... names) {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        for (var name : names) {
            schema.withObject("/properties")
                    .putObject(name)
                    .put("type", "number")
                    .put("minimum", new BigDecimal(minimum));
        }
        return schema;
    }

    /** Ninety alternatives of ten properties each: tried each against each, they are 81,000 pairs of properties. */
    private static JsonNode wide(String type) {
        var schema = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 90; i++) {
            var alternative = schema.withArray("anyOf").addObject().put("type", "object");
            alternative.putArray("required").add("r" + i);
            for (int j = 0; j < 10; j++) {
                alternative.withObject("/properties").putObject("p" + j).put("type", type);
            }
        }
        return schema;
    }

    private static Map<String, Set<String>> kindsByPath(List<IncompatibleChange> changes) {
        var kinds = new TreeMap<String, Set<String>>();
        changes.forEach(change -> kinds.computeIfAbsent(change.path(), path -> new TreeSet<>())
                .add(change.kind().label()));
        return kinds;
    }
}
