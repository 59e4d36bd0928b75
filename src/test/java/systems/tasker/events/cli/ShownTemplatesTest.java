package systems.tasker.events.cli;

import org.junit.jupiter.api.Test;

import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ShownTemplatesTest {

    @Test
    void readsBackWhatAServiceShows() {
        // Given
        var shown = Json.read("""
                [{"namespace_name": "shop", "name": "order", "version": "1.0", "steps": [
                    {"name": "charge", "handler": "Shop.Charge", "max_attempts": 2, "retryable": false, "publishes_events": [
                        {"name": "payment.charged", "description": "", "condition": "always", "delivery_mode": "durable",
                         "publisher": "payments", "schema": {"type": "object"}, "version": "2.0", "ordering_key": "/order",
                         "fan_out": ["audit"]}]}]}]
                """);

        // When
        var step = ShownTemplates.catalog(shown)
                .find("shop", "order", "1.0", "charge")
                .orElseThrow();

        // Then
        assertThat(step.handlerCallable()).contains("Shop.Charge");
        assertThat(step.maxAttempts()).isEqualTo(2);
        assertThat(step.retryable()).isFalse();
        var event = step.publishesEvents().get(0);
        assertThat(event.condition().label()).isEqualTo("always");
        assertThat(event.publisher()).contains("payments");
        assertThat(event.schema()).isPresent();
        assertThat(event.orderingKey().orElseThrow().value()).isEqualTo("/order");
        assertThat(event.fanOut()).containsExactly("audit");
    }

    @Test
    void rejectsAnythingElse() {
        assertThatThrownBy(() -> ShownTemplates.catalog(Json.read("{}"))).isInstanceOf(IllegalArgumentException.class);
    }
}
