package systems.tasker.events.http.catalog;

import java.util.List;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

import systems.tasker.events.template.ReloadResult;

/** The changes of a reload. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record ReloadView(
        String outcome,
        int templates,
        List<String> eventsAdded,
        List<String> eventsRemoved,
        List<String> eventsChanged) {

    static ReloadView of(ReloadResult result) {
        var changes = result.changes();
        return new ReloadView(
                result.outcome().label(), result.templates(), changes.added(), changes.removed(), changes.changed());
    }
}
