package systems.tasker.events.template;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.SampleStep;
import systems.tasker.events.schema.compatibility.SchemaCompatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EventContractsTest {

    private static final String NUMBER = "{\"type\": \"number\"}";
    private static final String TEXT = "{\"type\": \"string\"}";

    private static final SchemaCompatibility COMPATIBILITY = TemplateLimits.DEFAULT.compatibility();

    private final EventContracts active = EventContracts.of(
            TemplateCatalogs.of(TemplateCatalogs.known("default"), """
                    name: work
                    namespace_name: pay
                    version: 1.0.0
                    steps:
                      - {name: one, publishes_events: [{name: a.b, schema: {type: number}}, {name: free.form}]}
                      - {name: two, publishes_events: [{name: a.b, schema: {type: boolean}}]}
                    """).templates());

    @Test
    void acceptsASchemaCompatibleWithAnyActiveOne() {
        assertThat(active.brokenBy("pay", event("a.b", "1.0", NUMBER), COMPATIBILITY))
                .isEmpty();
        assertThat(active.brokenBy("pay", event("a.b", "1.0", "{\"type\": \"boolean\"}"), COMPATIBILITY))
                .isEmpty();
        assertThat(active.brokenBy("pay", event("a.b", "1.0", TEXT), COMPATIBILITY))
                .isNotEmpty();
    }

    @Test
    void identifiesAContractByNamespaceNameAndVersion() {
        assertThat(active.brokenBy("pay", event("a.b", "1.1", TEXT), COMPATIBILITY))
                .isEmpty();
        assertThat(active.brokenBy("ship", event("a.b", "1.0", TEXT), COMPATIBILITY))
                .isEmpty();
        assertThat(active.brokenBy("pay", event("b.a", "1.0", TEXT), COMPATIBILITY))
                .isEmpty();
    }

    @Test
    void readsContractsOfAnotherInstance() {
        var shown = SampleStep.json("""
                {"all": [{"namespace_name": "pay", "name": "work", "version": "1.0.0", "steps": [
                  {"name": "one", "publishes_events": [{"name": "a.b", "version": "1.0", "schema": {"type": "number"}}]}]}]}
                """);

        var contracts = EventContracts.shown(shown.get("all"));

        assertThat(contracts.brokenBy("pay", event("a.b", "1.0", NUMBER), COMPATIBILITY))
                .isEmpty();
        assertThat(contracts.brokenBy("pay", event("a.b", "1.0", TEXT), COMPATIBILITY))
                .isNotEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventContracts.shown(JsonNodeFactory.instance.objectNode()));
    }

    private static EventDeclaration event(String name, String version, String schema) {
        return TemplateCatalogs.event(
                "{\"name\": \"%s\", \"version\": \"%s\", \"schema\": %s}".formatted(name, version, schema));
    }
}
