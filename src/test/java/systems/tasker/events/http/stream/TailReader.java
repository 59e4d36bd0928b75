package systems.tasker.events.http.stream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import systems.tasker.events.fixture.Waits;

/** A reader of the stream over a socket of its own, which reads at a call of the test. */
final class TailReader implements AutoCloseable {

    // So that it shows after some kilobytes that nothing is read.
    private static final int SMALL_BUFFER = 65_536;

    private final Socket socket = new Socket();
    private final BufferedReader lines;
    private final String head;

    private TailReader(int port, String query, String lastEventId) throws IOException {
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSoTimeout(Waits.LONG_MILLIS);
        socket.connect(new InetSocketAddress("localhost", port));
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        var request = "GET /v1/events/stream" + query + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                + (lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        var text = new StringBuilder();
        for (var line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
            text.append(line).append('\n');
        }
        head = text.toString();
    }

    /**
     * One server-sent event.
     *
     * @param id its id
     * @param name its name; null where it is only a position
     * @param data its data
     */
    record Sent(String id, String name, String data) {

        long sequence() {
            return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
        }
    }

    static TailReader open(int port, String query) throws IOException {
        return new TailReader(port, query, null);
    }

    static TailReader resume(int port, String query, String lastEventId) throws IOException {
        return new TailReader(port, query, lastEventId);
    }

    /** Status line and headers. */
    String head() {
        return head;
    }

    /** The next one; null when the stream has ended. */
    Sent next() throws IOException {
        String id = null;
        String name = null;
        String data = null;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.isEmpty() && id != null) {
                return new Sent(id, name, data);
            }
            // The rest are comments and the sizes of HTTP's chunks.
        }
        return null;
    }

    /** Everything up to the first one that is meant, that one included. */
    List<Sent> upTo(Predicate<Sent> last) throws IOException {
        var all = new ArrayList<Sent>();
        for (var sent = next(); sent != null; sent = next()) {
            all.add(sent);
            if (last.test(sent)) {
                return all;
            }
        }
        throw new AssertionError("The stream ended early, after " + all);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
