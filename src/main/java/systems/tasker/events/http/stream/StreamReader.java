package systems.tasker.events.http.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/**
 * One reader: a position in the ring, a filter, and a socket that gets no more than it can take.
 *
 * <p>All that is held for a reader that does not read is what its socket did not take: one chunk and the event that overran it. For one
 * thread, that of its event loop.
 */
final class StreamReader {

    // Events that one turn looks at; a filter that lets nothing through shall not keep the others waiting.
    private static final int LOOK = 500;

    private final EventRing ring;
    private final SseEncoder frames;
    private final EventFilter filter;
    private final WriteStream<Buffer> socket;
    private final int chunk;
    private final long heartbeatNanos;
    private long next;
    private long writtenAt;

    /** @param next the sequence it begins with */
    StreamReader(
            EventRing ring,
            SseEncoder frames,
            EventFilter filter,
            WriteStream<Buffer> socket,
            int chunk,
            long heartbeatNanos,
            long next) {
        this.ring = ring;
        this.frames = frames;
        this.filter = filter;
        this.socket = socket;
        this.chunk = chunk;
        this.heartbeatNanos = heartbeatNanos;
        this.next = next;
        socket.setWriteQueueMaxSize(chunk);
    }

    /** Says where it begins, so that the answer's head goes out at once. */
    void greet(boolean mayHaveMissed, long now) {
        writtenAt = now;
        socket.write(Buffer.buffer(mayHaveMissed ? frames.unknownGap(next - 1) : frames.heartbeat(next - 1)));
    }

    /** Writes what is new, one chunk of it at most. @return whether there is more that it could take now */
    boolean advance(long now) {
        if (socket.writeQueueFull()) {
            return false;
        }
        var end = ring.end();
        var text = Buffer.buffer();
        for (int looked = 0; next < end && looked < LOOK && text.length() < chunk; looked++) {
            var event = ring.get(next);
            if (event == null) {
                passOver(text);
                continue;
            }
            if (filter.accepts(event)) {
                text.appendBytes(event.frame(frames));
            }
            next++;
        }
        if (text.length() == 0 && now - writtenAt >= heartbeatNanos) {
            text.appendBytes(frames.heartbeat(next - 1));
        }
        if (text.length() > 0) {
            writtenAt = now;
            socket.write(text);
        }
        return next < end;
    }

    private void passOver(Buffer text) {
        // What is gone is older than the oldest there is; that one may have gone since, which the next look shows.
        var resume = Math.max(ring.oldest(), next + 1);
        text.appendBytes(frames.gap(resume - next, resume - 1));
        next = resume;
    }

    void end() {
        socket.end();
    }
}
