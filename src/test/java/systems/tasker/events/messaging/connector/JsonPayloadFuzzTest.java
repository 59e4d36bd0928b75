package systems.tasker.events.messaging.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import systems.tasker.events.fixture.JsonMutations;
import systems.tasker.events.fixture.Seeds;
import systems.tasker.events.json.Json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Whatever JSON a queue holds, a channel gets it as the type it asks for, and it goes back as it was. */
class JsonPayloadFuzzTest {

    @Provide
    Arbitrary<JsonNode> values() {
        return Arbitraries.randomValue(random -> new JsonMutations(random).value());
    }

    @Property(seed = Seeds.CHANCE)
    void roundTripsEveryPayloadType(@ForAll("values") JsonNode value) {
        var text = Json.write(value);

        assertThat(JsonPayload.of(text, byte[].class)).isEqualTo(text.getBytes(UTF_8));
        assertThat(JsonPayload.text(JsonPayload.of(text, byte[].class)))
                .isEqualTo(new String(text.getBytes(UTF_8), UTF_8));
        assertThat(Json.read(JsonPayload.text(JsonPayload.of(text, JsonNode.class))))
                .isEqualTo(Json.read(text));
        if (value.isObject()) {
            assertThat(((JsonObject) JsonPayload.of(text, JsonObject.class)).fieldNames())
                    .containsExactlyInAnyOrderElementsOf(value::fieldNames);
        }
    }
}
