package systems.tasker.events.cli;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import systems.tasker.events.json.Json;
import systems.tasker.events.simulation.SimulationReport;
import systems.tasker.events.simulation.SimulationReport.Change;

/** The report of a simulation, for people or for programs. */
final class SimulationText {

    private static final int MAX_PATHS = 5;

    private SimulationText() {}

    /** A line per event with differences, below it a line per difference; then what was simulated, and what was not. */
    static String human(SimulationReport report) {
        var text = new StringBuilder();
        for (var event : report.events()) {
            text.append("%s/%s/%s %s%n".formatted(event.namespace(), event.template(), event.step(), event.event()));
            event.changes().forEach(change -> text.append(line(change)));
        }
        var input = report.input();
        text.append("%d event(s) differ; %d result(s) simulated of %d read%s%n"
                .formatted(
                        report.events().size(),
                        input.simulated(),
                        input.read(),
                        input.sample() == 1 ? "" : ", one of " + input.sample()));
        if (!input.ended().equals("complete")) {
            text.append("Not all results were read: the simulation ended with %s after %d ms%n"
                    .formatted(input.ended(), input.tookMs()));
        }
        if (!input.notReplayable().isEmpty()) {
            text.append("Not replayable: %s%n".formatted(counts(input.notReplayable(), Integer.MAX_VALUE)));
        }
        if (input.undeclared() > 0) {
            text.append("Of steps that no template declares: %d%n".formatted(input.undeclared()));
        }
        if (!report.unreached().isEmpty()) {
            text.append("No result is of a step that declares: %s%n".formatted(String.join(", ", report.unreached())));
        }
        return text.toString();
    }

    /** One JSON object, the same as that of {@code GET /v1/simulations}. */
    static String json(SimulationReport report) {
        return Json.tree(report).toPrettyString() + "\n";
    }

    private static String line(Change change) {
        var values = change.before().isEmpty() && change.after().isEmpty()
                ? ""
                : " " + change.before() + " -> " + change.after();
        var paths = change.paths().isEmpty() ? "" : " " + counts(change.paths(), MAX_PATHS);
        return "  %s %s: %d result(s)%s%s, such as %s%n"
                .formatted(
                        change.changeClass(), change.change(), change.results(), values, paths, ids(change.examples()));
    }

    private static String counts(Map<String, Long> counts, int most) {
        var text = counts.entrySet().stream()
                .limit(most)
                .map(entry -> entry.getKey().strip() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return counts.size() > most ? text + " and " + (counts.size() - most) + " more" : text;
    }

    private static String ids(List<UUID> ids) {
        return ids.stream().map(UUID::toString).collect(Collectors.joining(", "));
    }
}
