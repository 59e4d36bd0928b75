package systems.tasker.events.http.stream;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/** A socket whose other end reads at a call of the test: what is written waits until then. */
final class TestSocket implements WriteStream<Buffer> {

    private final StringBuilder received = new StringBuilder();
    private int waiting;
    private int bound;
    private boolean stuck;

    /** From now on the other end reads nothing. */
    TestSocket stuck() {
        stuck = true;
        return this;
    }

    /** The other end reads all there is, and goes on reading. */
    void read() {
        stuck = false;
        waiting = 0;
    }

    /** Bytes that the other end has not read. */
    int waiting() {
        return waiting;
    }

    String received() {
        return received.toString();
    }

    @Override
    public Future<Void> write(Buffer data) {
        received.append(data);
        waiting += stuck ? data.length() : 0;
        return Future.succeededFuture();
    }

    @Override
    public void write(Buffer data, Handler<AsyncResult<Void>> handler) {
        write(data).onComplete(handler);
    }

    @Override
    public boolean writeQueueFull() {
        return waiting >= bound;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
        bound = maxSize;
        return this;
    }

    @Override
    public void end(Handler<AsyncResult<Void>> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
        return this;
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
        return this;
    }
}
