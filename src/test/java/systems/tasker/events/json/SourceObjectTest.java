package systems.tasker.events.json;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.Seeds;
import systems.tasker.events.fixture.Seeds.Seed;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SourceObjectTest {

    private static final String BODY =
            "{\"a\" : 1e2 ,\"b\":{ \"x\":\"\\u00e9\\/\", \"y\":10.50},\"c\":[1, {\"d\":null}],\"e\":{}}";

    private final StrictJson json = new StrictJson(JsonBody.MAX_NESTING_DEPTH, JsonBody.MAX_NUMBER_LENGTH);

    @Provide
    Arbitrary<Seed> bodies() {
        return Seeds.andMutations("results");
    }

    @Property(seed = Seeds.CHANCE, edgeCases = EdgeCasesMode.FIRST)
    void readsAndWritesWhatTheMapperDoes(@ForAll("bodies") Seed body) {
        var mapper = Json.strictMapper(JsonBody.MAX_NESTING_DEPTH, JsonBody.MAX_NUMBER_LENGTH);
        var failure = new AtomicReference<Throwable>();
        JsonNode expected = null;
        try {
            expected = mapper.readTree(body.bytes());
        } catch (Exception thrown) {
            failure.set(thrown);
        }

        if (failure.get() == null) {
            var read = json.read(body.bytes());
            assertThat(read).isEqualTo(expected);
            assertThat(Json.read(Json.write(read))).isEqualTo(Json.read(Json.write(expected)));
        } else {
            assertThatThrownBy(() -> json.read(body.bytes())).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void writesItsSource() {
        // When
        var body = (ObjectNode) json.read(BODY.getBytes(UTF_8));

        // Then
        assertThat(Json.write(body))
                .isEqualTo("{\"a\" : 1e2 ,\"b\":{ \"x\":\"\\u00e9\\/\", \"y\":10.50},"
                        + "\"c\":[1, {\"d\":null}],\"e\":{}}");
        assertThat(Json.write(body.get("b"))).isEqualTo("{ \"x\":\"\\u00e9\\/\", \"y\":10.50}");
        assertThat(Json.write(JsonNodeFactory.instance.objectNode().set("inside", body.get("e"))))
                .isEqualTo("{\"inside\":{}}");
    }

    @Test
    void writesTheObjectsOfAnArrayFromTheirSource() {
        assertThat(Json.write(json.read("[ {\"a\":1e2}, 2, [3]]".getBytes(UTF_8))))
                .isEqualTo("[{\"a\":1e2},2,[3]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\n\"b\":\"x\"}", "{\"a\":1,\t\"b\":\"x\"}", "{\r\"a\":1,\"b\":\"x\"}"})
    void writesOneLineOfSeveral(String body) {
        assertThat(Json.write(json.read(body.getBytes(UTF_8)))).isEqualTo("{\"a\":1,\"b\":\"x\"}");
    }

    @Test
    void readsOtherEncodings() {
        for (var body : Map.of(UTF_16BE, "", Charset.forName("UTF-32LE"), "", UTF_8, "\uFEFF")
                .entrySet()) {
            var bytes = (body.getValue() + "{\"a\":\"é\",\"b\":{\"c\":\"\uD83D\uDE00\"}}").getBytes(body.getKey());

            assertThat(Json.write(json.read(bytes))).isEqualTo("{\"a\":\"é\",\"b\":{\"c\":\"\uD83D\uDE00\"}}");
        }
    }

    @Test
    void changesNoTextThatIsWrittenInTheLongFormOfUtf8() {
        // Given: a slash in three bytes, which Jackson reads and no decoder does
        var body = "{\"a\":\"xyz\",\"b\":1}".getBytes(UTF_8);
        body[6] = (byte) 0xE0;
        body[7] = (byte) 0x80;
        body[8] = (byte) 0xAF;

        // When
        var read = json.read(body);

        // Then
        assertThat(Json.read(Json.write(read)).path("a").textValue())
                .isEqualTo(read.path("a").textValue());
    }

    @Test
    void isWrittenWithoutAndWithOtherFields() {
        // Given
        var body = (ObjectNode) json.read("{\"a\":1,\"b\":\"2\",\"c\":3}".getBytes(UTF_8));
        var additional = JsonNodeFactory.instance.objectNode().put("b", "2").put("d", 4);
        var replacing = JsonNodeFactory.instance.objectNode().put("b", "two");

        // Then
        assertThat(Json.write(Json.without(body, Set.of("a", "c", "z")))).isEqualTo("{\"b\":\"2\"}");
        assertThat(Json.write(Json.without(body, Set.of("a", "b", "c")))).isEqualTo("{}");
        assertThat(Json.write(Json.with(body, additional))).isEqualTo("{\"a\":1,\"b\":\"2\",\"c\":3,\"d\":4}");
        assertThat(Json.with(body, additional).get("d")).isEqualTo(IntNode.valueOf(4));
        assertThat(Json.write(Json.with(body, replacing))).isEqualTo("{\"a\":1,\"b\":\"two\",\"c\":3}");
        assertThat(Json.write(Json.with(Json.without(body, Set.of("a", "b", "c")), additional)))
                .isEqualTo("{\"b\":\"2\",\"d\":4}");
    }

    @Test
    void cannotBeChangedAndHasACopyThatCan() {
        // Given
        var body = (ObjectNode) json.read(BODY.getBytes(UTF_8));

        // Then
        assertThatThrownBy(() -> body.put("z", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> body.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((ObjectNode) body.get("b")).removeAll())
                .isInstanceOf(UnsupportedOperationException.class);
        var copy = body.deepCopy();
        ((ObjectNode) copy.get("b")).put("z", 1);
        assertThat(Json.write(copy.put("a", 2))).startsWith("{\"a\":2,").contains("\"z\":1");
    }

    record Payload(String x) {}

    @Test
    void isConvertedAndPrintedAsAnyTree() throws JsonProcessingException {
        // Given
        var inner = json.read(BODY.getBytes(UTF_8)).get("b");

        // Then
        assertThat(Json.as(Payload.class, inner)).isEqualTo(new Payload("é/"));
        assertThat(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(inner))
                .contains("\n");
    }
}
