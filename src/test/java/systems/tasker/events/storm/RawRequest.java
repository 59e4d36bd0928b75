package systems.tasker.events.storm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import systems.tasker.events.fixture.Waits;

/** A request as it goes over the wire, sent as far as a test likes, with nobody polite in between. */
public final class RawRequest implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader answer;

    private RawRequest(Socket socket) throws IOException {
        this.socket = socket;
        this.answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Sends the head of a {@code POST}. @param headers lines such as {@code Content-Length: 7} */
    public static RawRequest post(int port, String path, String... headers) throws IOException {
        var socket = new Socket("localhost", port);
        socket.setSoTimeout(Waits.LONG_MILLIS);
        var request = new RawRequest(socket);
        var lines = new ArrayList<>(
                List.of("POST " + path + " HTTP/1.1", "Host: localhost", "Content-Type: application/json"));
        lines.addAll(List.of(headers));
        return request.send(String.join("\r\n", lines) + "\r\n\r\n");
    }

    /** Sends a result whole, and does not wait for the answer. */
    public static RawRequest result(int port, String body) throws IOException {
        return post(port, Poster.RESULTS, "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length)
                .send(body);
    }

    public RawRequest send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return this;
    }

    /** The next line of the answer. */
    public String line() throws IOException {
        return answer.readLine();
    }

    /** The answer's head, and its body as far as it is announced; the connection may stay open. */
    public String answer() throws IOException {
        var head = new StringBuilder();
        int length = 0;
        for (var line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        var body = new char[length];
        for (int read = 0; read < length; ) {
            read += answer.read(body, read, length - read);
        }
        return head.append('\n').append(body).toString();
    }

    /** Hangs up, whatever was sent and answered so far. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
