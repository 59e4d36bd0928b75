package systems.tasker.events.simulation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What would differ.
 *
 * @param differs whether anything does
 * @param input what was simulated
 * @param events the declared events with differences, by namespace, template, step and name
 * @param unreached declared events of the simulated templates that no recorded result is of, at most a few
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record SimulationReport(boolean differs, Input input, List<EventChanges> events, List<String> unreached) {

    /**
     * What was simulated.
     *
     * @param read the recorded results that were read
     * @param simulated those that ran through the journey with both sets of templates
     * @param sample every how manieth result was simulated
     * @param notReplayable those that cannot be simulated, by reason
     * @param undeclared those of steps that neither set of templates declares
     * @param ended why it ended: {@code complete}, {@code max_results}, {@code time_limit} or {@code cancelled}
     * @param tookMs time spent
     */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    public record Input(
            long read,
            long simulated,
            int sample,
            Map<String, Long> notReplayable,
            long undeclared,
            String ended,
            long tookMs) {}

    /** The differences of one declared event. */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    public record EventChanges(String namespace, String template, String step, String event, List<Change> changes) {}

    /**
     * One difference of one declared event.
     *
     * @param change the {@link ChangeKind}
     * @param changeClass its {@link ChangeClass}
     * @param results the results that show it
     * @param before what became of the event, or its value
     * @param after the same with the simulated templates
     * @param paths results by path: of the payload, of the metadata, or of the payload with the violated keyword
     * @param examples steps of up to three results that show it
     */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Change(
            String change,
            String changeClass,
            long results,
            String before,
            String after,
            Map<String, Long> paths,
            List<UUID> examples) {}

    /** Whether it has a change of one of some classes. */
    public boolean hasAny(Set<ChangeClass> classes) {
        return events.stream()
                .flatMap(event -> event.changes().stream())
                .anyMatch(change -> ChangeClass.of(change.changeClass())
                        .map(classes::contains)
                        .orElse(false));
    }
}
