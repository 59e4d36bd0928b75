package systems.tasker.events.schema.compatibility;

import java.util.ArrayList;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

import systems.tasker.events.fixture.JsonMutations;
import systems.tasker.events.fixture.Seeds;
import systems.tasker.events.fixture.Waits;
import systems.tasker.events.json.Json;
import systems.tasker.events.schema.SchemaCompiler;
import systems.tasker.events.schema.Schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/** What the comparison promises of any two schemas; what it says of chosen ones is in {@link SchemaCompatibilityTest}. */
class SchemaCompatibilityFuzzTest {

    private static final int DOCUMENTS = 5;
    private static final SchemaCompiler COMPILER = new SchemaCompiler(1_000_000, 1_000_000);
    private static final SchemaCompatibility COMPATIBILITY = new SchemaCompatibility(100, 50_000);

    /** A schema, one that is to follow it, and chance. */
    private record Pair(ObjectNode current, ObjectNode next, long seed) {}

    @Provide
    Arbitrary<Pair> pairs() {
        return Arbitraries.randomValue(random -> {
            var schemas = new Schemas(random);
            var current = schemas.schema();
            return new Pair(current, schemas.changed(current), random.nextLong());
        });
    }

    /** Schemas of the labelled pairs, changed at random. */
    @Provide
    Arbitrary<Pair> oddPairs() {
        var known = CompatibilityCase.all().stream()
                .map(CompatibilityCase::current)
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .toList();
        return Arbitraries.randomValue(random -> {
            var current = known.get(random.nextInt(known.size()));
            return new Pair(odd(current, random), odd(current, random), random.nextLong());
        });
    }

    @Property(seed = Seeds.CHANCE)
    void findsEquivalentSchemasCompatible(@ForAll("pairs") Pair pair) {
        var same = (ObjectNode) JsonMutations.rearranged(pair.next(), new Random(pair.seed()));

        assertThat(COMPATIBILITY.compare(pair.next(), same.put("title", "another")))
                .isEmpty();
    }

    @Property(seed = Seeds.CHANCE)
    void allowsAnAddedOptionalProperty(@ForAll("pairs") Pair pair) {
        var next = pair.current().deepCopy();
        next.remove("additionalProperties");
        var current = next.deepCopy();

        next.withObject("/properties").set("added", new Schemas(new Random(pair.seed())).schema());

        assertThat(COMPATIBILITY.compare(current, next)).isEmpty();
    }

    @Property(seed = Seeds.CHANCE)
    void acceptsDocumentsOfCompatibleSchemas(@ForAll("pairs") Pair pair) {
        var compatible = COMPATIBILITY.compare(pair.current(), pair.next()).isEmpty();
        Statistics.collect(compatible ? "compatible" : "breaking");
        Statistics.coverage(answers -> {
            answers.check("compatible").percentage(share -> share > 5);
            answers.check("breaking").percentage(share -> share > 20);
        });
        if (compatible) {
            // Readers pass over what they do not know, and do not ask of old events what was added.
            assertReads(pair.next(), asReadersAskFor(pair.current(), pair.current()), pair);
            assertReads(pair.current(), asReadersAskFor(pair.next(), pair.current()), pair);
        }
    }

    @Property(seed = Seeds.CHANCE)
    void comparesAnySchemasInTime(@ForAll("oddPairs") Pair pair) {
        if (compiles(pair.current()) && compiles(pair.next())) {
            assertTimeout(
                    Waits.HANG,
                    () -> assertThat(COMPATIBILITY.compare(pair.current(), pair.next()))
                            .allSatisfy(change -> assertThat(change.reason()).isNotBlank()));
        }
    }

    private static void assertReads(ObjectNode written, ObjectNode read, Pair pair) {
        var writer = COMPILER.compile(written).schema();
        var reader = COMPILER.compile(read).schema();
        var documents = new Schemas(new Random(pair.seed()));
        for (int i = 0; i < DOCUMENTS; i++) {
            var document = documents.document(written);
            if (writer.violations(document).isEmpty()) {
                assertThat(reader.violations(document))
                        .as("active %s, next %s, document %s", pair.current(), pair.next(), document)
                        .isEmpty();
            }
        }
    }

    /** The schema as a reader takes it: open to other properties, and with nothing required that the active one does not require. */
    private static ObjectNode asReadersAskFor(ObjectNode schema, JsonNode current) {
        var lenient = schema.deepCopy();
        loosen(lenient, current);
        return lenient;
    }

    private static void loosen(JsonNode schema, JsonNode current) {
        if (schema instanceof ObjectNode object) {
            if (object.path("additionalProperties").isBoolean()) {
                object.remove("additionalProperties");
            }
            var known = new ArrayList<String>();
            current.path("required").forEach(name -> known.add(name.textValue()));
            var kept = JsonNodeFactory.instance.arrayNode();
            object.path("required").forEach(name -> {
                if (known.contains(name.textValue())) {
                    kept.add(name);
                }
            });
            object.set("required", kept);
            object.path("properties")
                    .properties()
                    .forEach(property -> loosen(
                            property.getValue(), current.path("properties").path(property.getKey())));
            for (int i = 0; i < object.path("anyOf").size(); i++) {
                loosen(object.get("anyOf").get(i), current.path("anyOf").path(i));
            }
            loosen(object.path("items"), current.path("items"));
            loosen(object.path("additionalProperties"), current.path("additionalProperties"));
        }
    }

    private static ObjectNode odd(ObjectNode schema, Random random) {
        return new JsonMutations(random)
                .mutate(schema.toString().getBytes(UTF_8))
                .map(bytes -> Json.read(new String(bytes, UTF_8)))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .orElse(schema);
    }

    private static boolean compiles(ObjectNode schema) {
        return COMPILER.compile(schema).problems().isEmpty();
    }
}
