package systems.tasker.events.schema;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

class SensitiveFieldsTest {

    private static final String SECRET = "{'x-sensitive': true}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'properties': {'a': S}}                                  | {'a': 1, 'b': 2}         | {'a': '***', 'b': 2}",
                "{'properties': {'a': S}}                                  | {'a': {'c': [1]}}        | {'a': '***'}",
                "{'properties': {'a': {'properties': {'b': S}}}}           | {'a': {'b': 1, 'c': 2}}  | {'a': {'b': '***', 'c': 2}}",
                "{'properties': {'a': {'items': {'properties': {'b': S}}}}}| {'a': [{'b': 1}, 2]}     | {'a': [{'b': '***'}, 2]}",
                "{'prefixItems': [{}, S]}                                  | [1, 2]                   | ['***', '***']",
                "{'allOf': [{'anyOf': [{'properties': {'a': S}}]}]}        | {'a': 1}                 | {'a': '***'}",
                "{'if': {'properties': {'b': {'const': 1}}}, 'then': {'properties': {'a': S}}} | {'a': 1, 'b': 2} | {'a': '***', 'b': 2}",
                "{'dependentSchemas': {'b': {'properties': {'a': S}}}}     | {'a': 1, 'c': 2}         | {'a': '***', 'c': 2}",
                "{'additionalProperties': S, 'properties': {'b': {}}}      | {'a': 1, 'b': 2}         | {'a': '***', 'b': 2}",
                "{'patternProperties': {'^a': S}}                          | {'ab': 1, 'b': 2}        | {'ab': '***', 'b': 2}",
                "{'patternProperties': {'b*b*b*b*b*b*b*c': S}}                     | {'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb': 1} | {'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb': '***'}",
                "{'properties': {'a': {'$ref': '#/$defs/pan'}}, '$defs': {'pan': S}}    | {'a': 1, 'b': 2} | {'a': '***', 'b': 2}",
                "{'properties': {'a': {'$ref': '#pan'}}, '$defs': {'x': {'$anchor': 'pan', 'x-sensitive': true}}} | {'a': 1} | {'a': '***'}",
                "{'properties': {'a': S, 'b': {'$ref': '#/nowhere'}}}      | {'b': 1, 'c': 2}         | {'b': '***', 'c': 2}",
                "{'properties': {'a': S, 'b': {'$ref': '#'}}}              | {'b': {'b': {'a': 1}}}   | {'b': {'b': {'a': '***'}}}",
                "{'allOf': [{'$ref': '#'}], 'properties': {'a': S}}        | {'a': 1, 'b': 2}         | {'a': '***', 'b': 2}",
                "S                                                         | {'a': 1}                 | '***'",
                "{'properties': {'a': {'x-sensitive': false}}}             | {'a': 1}                 | {'a': 1}",
                "true                                                      | {'a': 1}                 | {'a': 1}",
            })
    void masks(String schema, String document, String shown) {
        var fields = SensitiveFields.of(Json.read(json(schema.replaceAll("\\bS\\b", SECRET))));

        assertThat(fields.masked(Json.read(json(document)))).isEqualTo(Json.read(json(shown)));
    }

    @Test
    void findsSensitiveFieldsAtAnyDepth() {
        var fields = SensitiveFields.of(Json.read(json("""
                {'properties': {'a': {'items': {'properties': {'card': {'allOf': [{'x-sensitive': true}]}}}}, 'b': {}}}""")));

        assertThat(fields.names()).containsExactly("card");
        assertThat(fields.isEmpty()).isFalse();
    }

    @Test
    void masksACopyOfTheDocument() {
        var document = Json.read("{\"a\": {\"b\": 1}}");
        var schema = json("{'properties': {'a': {'properties': {'b': {'x-sensitive': true}}}}}");

        SensitiveFields.of(Json.read(schema)).masked(document);

        assertThat(document.at("/a/b").intValue()).isEqualTo(1);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
