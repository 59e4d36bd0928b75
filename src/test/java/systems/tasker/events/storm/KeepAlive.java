package systems.tasker.events.storm;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import systems.tasker.events.fixture.Waits;

/** One connection after the other, each for as many requests as the service lets it live; sends any bytes. For one thread. */
final class KeepAlive implements AutoCloseable {

    private static final int CONTINUE = 100;

    private final int port;
    private Socket socket;
    private InputStream answers;
    private int connections;

    KeepAlive(int port) {
        this.port = port;
    }

    /** An answer; the names of its headers are in lower case. */
    record Answer(int status, Map<String, String> headers, String body) {}

    /** Sends a request and waits for its answer. @throws java.net.SocketTimeoutException when none comes */
    Answer exchange(byte[] request) throws IOException {
        if (socket == null) {
            socket = new Socket("localhost", port);
            socket.setSoTimeout(Waits.LONG_MILLIS);
            socket.setTcpNoDelay(true);
            answers = new BufferedInputStream(socket.getInputStream());
            connections++;
        }
        socket.getOutputStream().write(request);
        var answer = answer();
        while (answer.status() == CONTINUE) {
            answer = answer();
        }
        if ("close".equalsIgnoreCase(answer.headers().get("connection"))) {
            close();
        }
        return answer;
    }

    /** How many connections it took. */
    int connections() {
        return connections;
    }

    private Answer answer() throws IOException {
        var status = line();
        var headers = new HashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var body = "chunked".equals(headers.get("transfer-encoding"))
                ? chunks()
                : answers.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(Integer.parseInt(status.split(" ")[1]), headers, new String(body, StandardCharsets.UTF_8));
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (int length = Integer.parseInt(line(), 16); length > 0; length = Integer.parseInt(line(), 16)) {
            body.write(answers.readNBytes(length));
            line();
        }
        line();
        return body.toByteArray();
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = answers.read(); next != '\n'; next = answers.read()) {
            if (next < 0) {
                throw new EOFException("hung up after: " + line);
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
