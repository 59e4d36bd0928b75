package systems.tasker.events.template;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

class SensitiveEventsTest {

    private final TemplateCatalog catalog = TemplateCatalogs.of(TemplateCatalogs.known("default"), """
            name: charge_card
            namespace_name: pay
            version: 1.0.0
            steps:
              - name: charge
                publishes_events:
                  - name: card.charged
                    schema: {properties: {card_number: {type: string, x-sensitive: true}, amount: {}}}
                  - name: card.seen
            """);

    @Test
    void masksSensitiveValuesInPayloadAndResult() {
        // Given
        var event = Json.read("""
                {"event_name": "card.charged", "payload": {
                  "task_sequence_step": {"task": {"context": {"card_number": "4111-1111"}}},
                  "execution_result": {"result": {"pan": "4111-1111", "amount": 10}},
                  "payload": {"card_number": "4111-1111", "amount": 10}}, "metadata": {"note": "4111-1111"}}""");

        // When
        var shown = catalog.masked(event);

        // Then
        assertThat(shown).isEqualTo(Json.read("""
                {"event_name": "card.charged", "payload": {
                  "task_sequence_step": {"task": {"context": {"card_number": "***"}}},
                  "execution_result": {"result": {"pan": "***", "amount": 10}},
                  "payload": {"card_number": "***", "amount": 10}}, "metadata": {"note": "***"}}"""));
        assertThat(event.toString()).contains("4111-1111");
    }

    @Test
    void keepsAnEventWithoutSensitiveFields() {
        var event = Json.read("{\"event_name\": \"card.seen\", \"payload\": {\"payload\": {\"card_number\": \"1\"}}}");

        assertThat(catalog.masked(event)).isSameAs(event);
    }

    @Test
    void masksByFieldNamesForUnknownEvents() {
        var result = Json.read("{\"success\": true, \"result\": [{\"card_number\": 4711, \"amount\": 10}]}");

        assertThat(catalog.masked(result).toString())
                .isEqualTo("{\"success\":true,\"result\":[{\"card_number\":\"***\",\"amount\":10}]}");
    }

    @Test
    void masksByTheInlineSchemaOfTheStep() {
        // Given
        var definition = """
                {"publishes_events": [{"name": "badge.read", "schema": {"properties": {"badge": {"x-sensitive": true}}}}]}""";
        var event = message("""
                {"event_name": "badge.read", "payload": {
                  "task_sequence_step": {"step_definition": %s}, "payload": {"badge": "B-4711", "door": 7}}}""", definition);
        var result = message("""
                {"task_sequence_step": {"step_definition": %s}, "result": {"badge": "B-4711", "door": 7}}""", definition);

        // Then
        assertThat(catalog.masked(event).at("/payload/payload").toString()).isEqualTo("{\"badge\":\"***\",\"door\":7}");
        assertThat(catalog.masked(result).at("/result").toString()).isEqualTo("{\"badge\":\"***\",\"door\":7}");
    }

    private static JsonNode message(String text, String definition) {
        return Json.read(text.formatted(definition));
    }
}
