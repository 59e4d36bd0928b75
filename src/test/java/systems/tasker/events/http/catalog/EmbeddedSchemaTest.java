package systems.tasker.events.http.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import systems.tasker.events.fixture.SampleStep;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedSchemaTest {

    private static final String PLACE = "#/here";

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            #                              | #/here
            #/$defs/money                  | #/here/$defs/money
            #money                         | #/here/$defs/money
            https://example.com/a          | #/here
            https://example.com/a#/$defs/x | #/here/$defs/x
            urn:x                          | #/here/$defs/x
            urn:x#/type                    | #/here/$defs/x/type
            https://json-schema.org/schema | https://json-schema.org/schema
            """)
    void pointsReferencesIntoTheDocument(String declared, String embedded) {
        var schema = SampleStep.json("""
                {"$id": "https://example.com/a", "$defs": {"money": {"$anchor": "money"}, "x": {"$id": "urn:x"}},
                 "properties": {"a": {"$ref": "%s"}}}""".formatted(declared));

        assertThat(embedded(schema).at("/properties/a/$ref").textValue()).isEqualTo(embedded);
    }

    @Test
    void resolvesReferencesInsideASchemaWithAnIdentifierOfItsOwn() {
        var schema = SampleStep.json("""
                {"$defs": {"x": {"$id": "urn:x", "$defs": {"y": {"$anchor": "y"}},
                                 "items": {"$ref": "#/$defs/y"}, "not": {"$ref": "#y"}}}}""");

        var x = embedded(schema).at("/$defs/x");
        assertThat(x.at("/items/$ref").textValue()).isEqualTo("#/here/$defs/x/$defs/y");
        assertThat(x.at("/not/$ref").textValue()).isEqualTo("#/here/$defs/x/$defs/y");
    }

    @Test
    void removesIdentifiersButKeepsPropertiesAndValuesOfTheirNames() {
        var schema = SampleStep.json("""
                {"$schema": "http://json-schema.org/draft-04/schema#", "id": "urn:a",
                 "properties": {"id": {"type": "string"}, "$ref": {"const": {"$ref": "#/a", "id": "b"}}}}""");

        assertThat(embedded(schema)).isEqualTo(SampleStep.json("""
                {"title": "Paid", "x-dialect": "http://json-schema.org/draft-04/schema#",
                 "properties": {"id": {"type": "string"}, "$ref": {"const": {"$ref": "#/a", "id": "b"}}}}"""));
    }

    @Test
    void titlesObjectsAndEnumerationsThatHaveNone() {
        var schema = SampleStep.json("""
                {"properties": {
                   "shipping_address": {"properties": {"country": {"enum": ["SE", "DK"]}}},
                   "currency": {"title": "Currency", "enum": ["EUR"]},
                   "amount": {"type": "number"}}}""");

        assertThat(embedded(schema)).isEqualTo(SampleStep.json("""
                {"title": "Paid", "properties": {
                   "shipping_address": {"title": "PaidShippingAddress", "properties": {
                      "country": {"title": "PaidShippingAddressCountry", "enum": ["SE", "DK"]}}},
                   "currency": {"title": "Currency", "enum": ["EUR"]},
                   "amount": {"type": "number"}}}"""));
    }

    @Test
    void embedsBooleanSchemas() {
        assertThat(embedded(BooleanNode.TRUE)).isEqualTo(SampleStep.json("{\"title\": \"Paid\"}"));
        assertThat(embedded(BooleanNode.FALSE)).isEqualTo(BooleanNode.FALSE);
    }

    private static JsonNode embedded(JsonNode schema) {
        return EmbeddedSchema.of(schema, PLACE, "Paid");
    }
}
