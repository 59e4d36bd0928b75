package systems.tasker.events.http.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import systems.tasker.events.json.InputProblem;
import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.JsonBody;
import systems.tasker.events.json.JsonLimits;
import systems.tasker.events.publication.StepResultSubmission;

/** Takes a batch apart. Each result is read when it is its turn, so that a bad one spoils only its own answer. */
final class BatchReader {

    // A batch is answered as a whole, so that its caller waits for the slowest; larger ones gain nothing.
    private static final int MAX_RESULTS = 1_000;

    private final JsonBody arrays;
    private final JsonBody results;

    BatchReader() {
        // The array around the results is one level more.
        this.arrays = new JsonBody(JsonBody.MAX_NESTING_DEPTH + 1, JsonBody.MAX_NUMBER_LENGTH, JsonLimits.DEFAULT);
        this.results = new JsonBody();
    }

    /**
     * The results of a JSON array.
     *
     * @throws InvalidInputException when it is none, or has too many
     */
    List<Supplier<StepResultSubmission>> array(byte[] body) {
        var elements = new ArrayList<Supplier<StepResultSubmission>>();
        for (var element : arrays.readArray(body)) {
            elements.add(() -> StepResultSubmission.of(results.carriable(element)));
        }
        return bounded(elements);
    }

    /**
     * The results of a text with one JSON object per line; blank lines count for nothing.
     *
     * @throws InvalidInputException when it has too many
     */
    List<Supplier<StepResultSubmission>> lines(byte[] body) {
        var lines = new ArrayList<Supplier<StepResultSubmission>>();
        int start = 0;
        for (int end = 0; end <= body.length; end++) {
            if (end == body.length || body[end] == '\n') {
                var line = Arrays.copyOfRange(body, start, end);
                if (!isBlank(line)) {
                    lines.add(() -> StepResultSubmission.of(results.read(line)));
                }
                start = end + 1;
            }
        }
        return bounded(lines);
    }

    private List<Supplier<StepResultSubmission>> bounded(List<Supplier<StepResultSubmission>> results) {
        if (results.size() > MAX_RESULTS) {
            throw new InvalidInputException(InputProblem.invalid(
                    "", "has " + results.size() + " results, " + MAX_RESULTS + " at most; nothing was done"));
        }
        return results;
    }

    private static boolean isBlank(byte[] line) {
        for (byte each : line) {
            if (each > ' ' || each < 0) {
                return false;
            }
        }
        return true;
    }
}
