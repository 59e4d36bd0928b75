package systems.tasker.events.event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OrderingKeyTest {

    private static final DomainEvent PAID = event("""
            {"customer_id": "c-7", "amount": 10.50, "big": 12345678901234567890, "paid": true, "note": null, "empty": "",
             "card": {"number": 4}, "items": [{"sku": "s-1"}], "a/b": "slash", "m~n": "tilde"}""");

    @ParameterizedTest
    @CsvSource({
        "/customer_id, c-7",
        "/amount, 10.50",
        "/big, 12345678901234567890",
        "/paid, true",
        "/empty, ''",
        "/card/number, 4",
        "/items/0/sku, s-1",
        "/a~1b, slash",
        "/m~0n, tilde",
        "metadata.task_uuid, 0198d3c0-0000-7000-8000-000000000002",
        "metadata.step_uuid, 0198d3c0-0000-7000-8000-000000000001",
        "metadata.step_name, charge",
        "metadata.namespace, pay",
        "metadata.correlation_id, corr-1",
        "metadata.fired_at, 2026-01-02T03:04:05Z",
        "metadata.fired_by, Handler",
        "metadata.tenant, acme",
        "metadata.tenant.id, 12"
    })
    void findsTheKeyOfAnEvent(String key, String expected) {
        assertThat(new OrderingKey(key).in(PAID)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/missing",
                "/customer_id/first",
                "/note",
                "/card",
                "/items",
                "/items/1",
                "metadata.missing",
                "metadata.tags"
            })
    void findsNoKeyWhereThereIsNoSingleValue(String key) {
        assertThat(new OrderingKey(key).in(PAID)).isEmpty();
    }

    @Test
    void findsNoKeyInAPayloadThatIsNoObject() {
        assertThat(new OrderingKey("/customer_id").in(event("[1]"))).isEmpty();
        assertThat(new OrderingKey("/customer_id").in(event("null"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "/", "//a", "/a/", "/a//b", "/a~b", "/a~", "customer_id", "metadata", "metadata.", "$.a"
            })
    void rejectsMalformedOrderingKeys(String key) {
        assertThat(OrderingKey.isLegal(key)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OrderingKey(key))
                .withMessageContaining("'" + key + "'");
    }

    private static DomainEvent event(String payload) {
        var event = SampleStep.event("payment.processed", Json.read(payload));
        return new DomainEvent(
                event.eventId(),
                event.eventName(),
                event.eventVersion(),
                event.payload(),
                SampleStep.metadata(SampleStep.json("{\"tenant\": \"acme\", \"tenant.id\": 12, \"tags\": [1]}")));
    }
}
