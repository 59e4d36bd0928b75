package systems.tasker.events.http.catalog;

import java.util.List;

import org.junit.jupiter.api.Test;

import systems.tasker.events.event.EventName;

import static org.assertj.core.api.Assertions.assertThat;

class TypeNamesTest {

    @Test
    void omitsTheDefaultVersion() {
        assertThat(names(event("pay", "payment.processed", "1.0"), event("pay", "payment.processed", "2.0")))
                .containsExactly("PaymentProcessed", "PaymentProcessedV2_0");
    }

    @Test
    void beginsWithTheNamespaceOnlyWhereNamesWouldBeEqual() {
        assertThat(names(
                        event("pay", "card.charged", "1.0"),
                        event("us_orders", "card.charged", "1.0"),
                        event("pay", "card.declined", "1.0")))
                .containsExactly("PayCardCharged", "UsOrdersCardCharged", "CardDeclined");
    }

    @Test
    void separatesEventsWithSimilarSpelling() {
        assertThat(names(
                        event("pay", "a.b_c", "1.0"),
                        event("pay", "a_b.c", "1.0"),
                        event("pay", "a.b", "1_0"),
                        event("pay", "a.b", "1 0/")))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("PayAB(C|V1_0)_[0-9a-f]+"));
    }

    private static List<String> names(DocumentedEvent... events) {
        var names = TypeNames.of(List.of(events));
        return List.of(events).stream().map(names::of).toList();
    }

    private static DocumentedEvent event(String namespace, String name, String version) {
        return new DocumentedEvent(namespace, new EventName(name), version, List.of());
    }
}
