package systems.tasker.events.publication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.event.EventName;
import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.Json;
import systems.tasker.events.step.StepExecutionResult;
import systems.tasker.events.step.TaskSequenceStep;

import static org.assertj.core.api.Assertions.assertThat;

class EventFormsTest {

    private static final EventForms SLIM = EventForms.of(List.of("*"));

    private final TaskSequenceStep context = TaskSequenceStep.of(read("context"), "");
    private final StepExecutionResult result = StepExecutionResult.of((ObjectNode) read("result"));
    private final DomainEvent event = event("payment.processed", result.result());

    @Test
    void slimEventKeepsItsKeysWithIdsOnlyAndWithoutTheResultThatIsThePayload() {
        // When
        var slim = (ObjectNode) Json.read(Json.write(SLIM.of(event)));

        // Then
        assertThat(slim.remove("event_id").asText()).isEqualTo(event.eventId().toString());
        assertThat(slim.remove("metadata"))
                .isEqualTo(Json.read(Json.write(event)).get("metadata"));
        assertThat(slim).isEqualTo(read("message"));
        assertThat(event.payload().taskSequenceStep().json()).isEqualTo(read("context"));
        assertThat(event.payload().executionResult().hasResult()).isTrue();
    }

    @Test
    void slimEventHasLessThanHalfOfTheBytes() {
        var full = Json.write(event).length();
        var slim = Json.write(SLIM.of(event)).length();

        assertThat(slim).as("%d characters, slim %d", full, slim).isLessThan(full / 2);
    }

    @Test
    void slimEventKeepsAResultThatIsNotThePayload() {
        var other = event("payment.processed", Json.read("{\"amount\": 1}"));

        assertThat(SLIM.of(other).payload().executionResult()).isSameAs(result);
    }

    @Test
    void selectsSlimEventsByNamespaceNameAndPattern() {
        var forms = EventForms.of(List.of("orders", " payment.processed", "refund.*"));

        assertThat(isSlim(forms, "payment.processed")).isTrue();
        assertThat(isSlim(forms, "payment.failed")).isFalse();
        assertThat(isSlim(forms, "refund.paid.out")).isTrue();
        assertThat(isSlim(EventForms.of(List.of("pay")), "payment.failed")).isTrue();
        assertThat(isSlim(EventForms.FULL, "payment.processed")).isFalse();
    }

    @Test
    void sendsSlimEventsToQueuesAndWholeOnesToSubscribers() {
        // Given
        var fixture = new ProcessorFixture();
        fixture.forms = SLIM;
        fixture.claimed(SampleStep.context(1));

        // When
        fixture.process(ProcessorFixture.claimedResult(SampleStep.success("{\"amount\": 1}")));

        // Then
        assertThat(fixture.ledger.commits.get(0).durableEvents())
                .hasSize(2)
                .allSatisfy(sent -> assertThat(
                                sent.event().payload().executionResult().hasResult())
                        .isFalse());
        assertThat(fixture.bus.events)
                .hasSize(2)
                .allSatisfy(told -> assertThat(told.payload().taskSequenceStep().json())
                        .isEqualTo(SampleStep.context(1).json()));
    }

    private boolean isSlim(EventForms forms, String name) {
        var full = event(name, result.result());
        return forms.of(full) != full;
    }

    private DomainEvent event(String name, JsonNode payload) {
        return new DomainEvent(
                UUID.randomUUID(),
                new EventName(name),
                "1.0",
                new DomainEvent.Payload(context, result, payload),
                SampleStep.metadata(((ObjectNode) read("result")).objectNode()));
    }

    private static JsonNode read(String name) {
        try {
            return Json.read(Files.readString(Path.of("src/test/resources/slim", name + ".json")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
