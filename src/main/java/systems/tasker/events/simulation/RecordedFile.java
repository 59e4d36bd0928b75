package systems.tasker.events.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

import systems.tasker.events.json.InvalidInputException;
import systems.tasker.events.json.JsonBody;
import systems.tasker.events.json.StrictJson;

/** Reads recorded results from a file of one posted body per line (NDJSON), a line at a time; empty lines are ignored. */
public final class RecordedFile implements RecordedResults {

    private static final StrictJson JSON = new StrictJson(JsonBody.MAX_NESTING_DEPTH, JsonBody.MAX_NUMBER_LENGTH);

    private final BufferedReader reader;

    private RecordedFile(BufferedReader reader) {
        this.reader = reader;
    }

    /**
     * Opens a file.
     *
     * @throws IOException when it cannot be read
     */
    public static RecordedFile open(Path file) throws IOException {
        return new RecordedFile(Files.newBufferedReader(file));
    }

    /** Its results; a line that is none is one that cannot be simulated. */
    @Override
    public Iterator<RecordedResult> results() {
        return reader.lines()
                .filter(line -> !line.isBlank())
                .map(RecordedFile::result)
                .iterator();
    }

    static RecordedResult result(String line) {
        try {
            return RecordedResult.of(StrictJson.object(JSON.read(line.getBytes(StandardCharsets.UTF_8))));
        } catch (InvalidInputException notAResult) {
            return RecordedResult.not(NotReplayable.INVALID);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
