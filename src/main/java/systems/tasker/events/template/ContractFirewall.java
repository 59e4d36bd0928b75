package systems.tasker.events.template;

import systems.tasker.events.schema.compatibility.SchemaCompatibility;
import systems.tasker.events.template.yaml.TemplateNode;

/** Rejects schema changes that break consumers of an event, unless the event gets a new version. */
final class ContractFirewall {

    private ContractFirewall() {}

    /** Reports each such change of a template's events with its path. */
    static void check(
            TaskTemplate next, TemplateNode declared, EventContracts active, SchemaCompatibility compatibility) {
        for (int step = 0; step < next.steps().size(); step++) {
            var events = next.steps().get(step).publishesEvents();
            for (int i = 0; i < events.size(); i++) {
                var event = events.get(i);
                var at = "/steps/" + step + "/publishes_events/" + i + "/schema";
                active.brokenBy(next.namespaceName(), event, compatibility)
                        .forEach(change -> declared.problemAt(
                                at + change.path(),
                                "schema" + change.path() + " " + change.reason() + "; readers of " + event.name() + " "
                                        + event.version() + " rely on it",
                                "give the event a new version, or undo the change"));
            }
        }
    }
}
