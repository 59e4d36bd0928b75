package systems.tasker.events.golden;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** Reads every event of the service as it happens. */
final class LiveTail implements AutoCloseable {

    /** An event: its name, and its JSON to the letter. */
    record Frame(String event, String data) {}

    private final List<Frame> frames = new ArrayList<>();
    private final InputStream stream;

    LiveTail(HttpClient client, URI service, String key) throws IOException, InterruptedException {
        var answer = client.send(
                HttpRequest.newBuilder(service.resolve("/v1/events/stream"))
                        .header("X-API-Key", key)
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        stream = answer.body();
        var reader = new Thread(this::read, "golden-live-tail");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            var event = "";
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    add(new Frame(event, line.substring("data: ".length())));
                }
            }
        } catch (IOException closed) {
            // The test is over, or it fails for want of events.
        }
    }

    private synchronized void add(Frame frame) {
        frames.add(frame);
    }

    /** Takes out the events with one of some ids, at least so many. */
    List<Frame> take(int atLeast, Collection<String> ids) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> with(ids).size() >= atLeast);
        var found = with(ids);
        synchronized (this) {
            frames.removeAll(found);
        }
        return found;
    }

    /** The events that were not taken out. */
    synchronized List<Frame> left() {
        return List.copyOf(frames);
    }

    private synchronized List<Frame> with(Collection<String> ids) {
        return frames.stream()
                .filter(frame -> ids.stream().anyMatch(frame.data()::contains))
                .toList();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
