package systems.tasker.events.messaging.relay;

import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

class EventMappingTest {

    private final EventMapping mapping = new EventMapping(new TopicName("{namespace}.domain-events"));
    private final ObjectNode event = (ObjectNode) Json.read(Json.write(SampleStep.event("card.charged")));
    private final ObjectNode messageHeaders = SampleStep.json("{\"event_name\": \"card.charged\"}");

    @Test
    void givesAnEventTheAttributesOfACloudEvent() {
        assertThat(mapped())
                .isEqualTo(new KafkaEvent(
                        "pay.domain-events",
                        SampleStep.STEP_UUID.toString(),
                        Map.of(
                                "ce_specversion", "1.0",
                                "ce_id", event.get("event_id").textValue(),
                                "ce_source", "/namespaces/pay/tasks/charge_card",
                                "ce_type", "card.charged",
                                "ce_subject", SampleStep.STEP_UUID.toString(),
                                "ce_time", "2026-01-02T03:04:05Z",
                                "ce_correlationid", "corr-1",
                                "content-type", "application/json")));
    }

    @Test
    void keepsTheOrderOfAGroupByItsKey() {
        messageHeaders.put("x-pgmq-group", "customer-7");

        assertThat(mapped().key()).isEqualTo("customer-7");
        assertThat(mapped().headers()).containsEntry("ce_partitionkey", "customer-7");
    }

    @Test
    void propagatesTheTraceOfTheMessage() {
        messageHeaders.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        messageHeaders.put("tracestate", "vendor=1");

        assertThat(mapped().headers())
                .containsEntry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .containsEntry("tracestate", "vendor=1");
    }

    @Test
    void writesAValidUriReferenceAsSource() {
        set("/payload/task_sequence_step/task", "task_name", "Charge a card/ä?");

        assertThat(mapped().headers())
                .containsEntry("ce_source", "/namespaces/pay/tasks/Charge%20a%20card%2F%C3%A4%3F");
    }

    @Test
    void findsNoProblemInAnEvent() {
        assertThat(mapping.problems(event)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/event_id",
                "/event_name",
                "/metadata/namespace",
                "/metadata/step_uuid",
                "/metadata/fired_at",
                "/payload/task_sequence_step/task/task_name"
            })
    void reportsMissingEventFields(String pointer) {
        var parent = pointer.substring(0, pointer.lastIndexOf('/'));

        ((ObjectNode) event.at(parent)).remove(pointer.substring(pointer.lastIndexOf('/') + 1));

        assertThat(mapping.problems(event)).containsExactly(pointer + " is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"text\"", "{}", "{\"metadata\": 1, \"payload\": [], \"event_id\": {}}"})
    void rejectsJsonThatIsNotAnEvent(String json) {
        assertThat(mapping.problems(Json.read(json))).hasSize(6);
    }

    @Test
    void rejectsAnEventWithoutAValidTopicName() {
        set("/metadata", "namespace", "no such/namespace");

        assertThat(mapping.problems(event)).hasSize(1);
    }

    private KafkaEvent mapped() {
        return mapping.of(event, messageHeaders);
    }

    private void set(String object, String field, String value) {
        ((ObjectNode) event.at(object)).put(field, value);
    }
}
