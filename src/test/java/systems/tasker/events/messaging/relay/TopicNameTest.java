package systems.tasker.events.messaging.relay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicNameTest {

    @ParameterizedTest
    @CsvSource({
        "{namespace}.domain-events, payments.domain-events",
        "{namespace}.{event_name}, payments.card.charged",
        "all_events, all_events",
        "{event_name}-{event_name}, card.charged-card.charged"
    })
    void resolvesPlaceholdersOfTheTopicName(String pattern, String topic) {
        assertThat(new TopicName(pattern).of("payments", "card.charged")).isEqualTo(topic);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{name}", "{namespace", "events of {namespace}", "a/b", "ä"})
    void rejectsIllegalKafkaTopicNames(String pattern) {
        assertThatThrownBy(() -> new TopicName(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("tasker.relay.topic", pattern, "{event_name}");
    }

    @Test
    void rejectsNamesOfMoreThan249Characters() {
        assertThat(TopicName.isLegal("a".repeat(249))).isTrue();
        assertThat(TopicName.isLegal("a".repeat(250))).isFalse();
    }
}
