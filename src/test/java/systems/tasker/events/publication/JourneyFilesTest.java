package systems.tasker.events.publication;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import systems.tasker.events.fixture.JourneyCase;

import static org.assertj.core.api.Assertions.assertThat;

/** Sees to it that no journey is skipped or half checked because a file is missing, or has a name that is not read. */
class JourneyFilesTest {

    private static final List<String> ALWAYS = List.of("template.yaml", "result.json", "expected-receipt.json");
    private static final int AT_LEAST = 20;

    static List<JourneyCase> cases() {
        return JourneyCase.all();
    }

    @Test
    void findsTheCases() {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(AT_LEAST);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void holdsTheFilesItsReceiptCallsFor(JourneyCase journey) {
        // Given
        var expected = new TreeSet<>(ALWAYS);

        // When
        var events = journey.expectedReceipt().path("events");
        if (!journey.result().has("task_sequence_step") && !isContextMissing(events)) {
            expected.add("context.json");
        }
        if (published(events, "durable", "broadcast") > 0) {
            expected.add("expected-message.json");
        }
        if (published(events, "fast") > 0) {
            expected.add("expected-fast.json");
        }
        if (journey.declares("fan_out")) {
            expected.add("expected-copies.json");
        }
        if (!journey.again().isEmpty()) {
            expected.add("again.json");
        }

        // Then
        assertThat(journey.files()).as("files of %s", journey).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void expectsAnEventPerPublishedOne(JourneyCase journey) {
        var events = journey.expectedReceipt().path("events");
        assertThat(journey.expectedMessages())
                .as("messages of %s", journey)
                .hasSize(published(events, "durable", "broadcast"));
        assertThat(journey.expectedFast()).as("fast events of %s", journey).hasSize(published(events, "fast"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void expectsAGroupHeaderWhereTheTemplateDeclaresAnOrderingKey(JourneyCase journey) {
        assertThat(journey.statesGroup()).as("group of %s", journey).isEqualTo(journey.declares("ordering_key"));
    }

    @Test
    void usesADifferentStepInEveryCase() {
        assertThat(cases()).extracting(JourneyCase::stepUuid).doesNotHaveDuplicates();
    }

    private static boolean isContextMissing(JsonNode events) {
        return events.at("/0/reason").asText().equals("context_missing");
    }

    private static int published(JsonNode events, String... modes) {
        return (int) StreamSupport.stream(events.spliterator(), false)
                .filter(event -> event.path("outcome").asText().equals("published"))
                .filter(event ->
                        List.of(modes).contains(event.path("delivery_mode").asText()))
                .count();
    }
}
