package systems.tasker.events.http.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/**
 * One reader: a position in the ring, a filter, and a socket with back-pressure.
 *
 * <p>A reader that does not read retains one chunk and the event that exceeded it. Confined to the thread of its event loop.
 */
final class StreamReader {

    // Events examined per turn, so that a filter that matches nothing does not delay other readers.
    private static final int LOOK = 500;

    private final EventRing ring;
    private final SseEncoder encoder;
    private final EventFilter filter;
    private final WriteStream<Buffer> socket;
    private final int chunk;
    private final long heartbeatNanos;
    private long next;
    private long writtenAt;

    /** @param next the sequence number it begins with */
    StreamReader(
            EventRing ring,
            SseEncoder encoder,
            EventFilter filter,
            WriteStream<Buffer> socket,
            int chunk,
            long heartbeatNanos,
            long next) {
        this.ring = ring;
        this.encoder = encoder;
        this.filter = filter;
        this.socket = socket;
        this.chunk = chunk;
        this.heartbeatNanos = heartbeatNanos;
        this.next = next;
        socket.setWriteQueueMaxSize(chunk);
    }

    /** Sends the position, so that the response headers are sent at once. */
    void sendPosition(boolean mayHaveMissed, long now) {
        writtenAt = now;
        socket.write(Buffer.buffer(mayHaveMissed ? encoder.unknownGap(next - 1) : encoder.heartbeat(next - 1)));
    }

    /**
     * Writes new events, at most one chunk.
     *
     * @return whether there is more that the socket could take now
     */
    boolean advance(long now) {
        if (socket.writeQueueFull()) {
            return false;
        }
        var end = ring.end();
        var text = Buffer.buffer();
        for (int looked = 0; next < end && looked < LOOK && text.length() < chunk; looked++) {
            var event = ring.get(next);
            if (event == null) {
                recordGap(text);
                continue;
            }
            if (filter.accepts(event)) {
                text.appendBytes(event.frame(encoder));
            }
            next++;
        }
        if (text.length() == 0 && now - writtenAt >= heartbeatNanos) {
            text.appendBytes(encoder.heartbeat(next - 1));
        }
        if (text.length() > 0) {
            writtenAt = now;
            socket.write(text);
        }
        return next < end;
    }

    private void recordGap(Buffer text) {
        // Dropped events are older than the oldest kept one. If that is dropped meanwhile, the next turn reports it.
        var resume = Math.max(ring.oldest(), next + 1);
        text.appendBytes(encoder.gap(resume - next, resume - 1));
        next = resume;
    }

    void end() {
        socket.end();
    }
}
