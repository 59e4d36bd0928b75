package systems.tasker.events.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StorableTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "1.5",
                "\"\"",
                "{}",
                "[]",
                "\"\\u0001\"",
                "\"\\ud83d\\ude00\"",
                "{\"\\ud83d\\ude00\": [\"\\uffff\"]}",
                "[\"\\\\u0000 is only written like it\"]"
            })
    void acceptsTextThatPostgresqlStores(String json) {
        assertThat(StorableText.isStorable(Json.read(json))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\u0000\"", "\"a\\u0000\"", "{\"a\\u0000\": 1}", "{\"a\": [1, {\"b\": \"\\u0000\"}]}", "\"\\ud83d\"",
                "\"\\ude00\"", "\"\\ude00\\ud83d\"", "\"\\ud83dx\"", "\"\\ud83d\\ud83d\\ude00\"",
                        "\"\\ud83d\\ude00\\ude00\"",
                "[[\"\\ude00\"]]"
            })
    void rejectsZeroBytesAndLoneSurrogates(String json) {
        assertThat(StorableText.isStorable(Json.read(json))).isFalse();
    }

    /** The parser rejects such a name, but a publisher may make one. */
    @ParameterizedTest
    @ValueSource(ints = {0xd83d, 0xde00})
    void rejectsLoneSurrogatesInNames(int half) {
        var tree = JsonNodeFactory.instance.objectNode().put("a" + (char) half, 1);

        assertThat(StorableText.isStorable(tree)).isFalse();
    }
}
