package systems.tasker.events.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Readers of the live tail, each with a connection of its own: one thread reads what comes and forgets it, and some are never read. */
final class TailReaders implements AutoCloseable {

    private static final byte[] REQUEST =
            "GET /v1/events/stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int ADDRESSES = 20;
    private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

    private final List<SocketChannel> channels = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Selector selector;

    private TailReaders(Selector selector) {
        this.selector = selector;
    }

    /** Connects, and waits until each of those that read is answered. */
    static TailReaders open(String url, int reading, int stuck) {
        try {
            var readers = new TailReaders(Selector.open());
            var service = URI.create(url);
            var address = new InetSocketAddress(service.getHost(), service.getPort());
            for (int i = 0; i < stuck; i++) {
                readers.connect(address);
            }
            for (int i = 0; i < reading; i++) {
                readers.connect(address).register(readers.selector, SelectionKey.OP_READ, new AtomicLong());
            }
            var thread = new Thread(readers::read, "tail-readers");
            thread.setDaemon(true);
            thread.start();
            readers.awaitAnswers(reading);
            return readers;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Bytes that all of them read so far. */
    long bytes() {
        return bytes.get();
    }

    @Override
    public void close() {
        try {
            selector.close();
            for (var channel : channels) {
                channel.close();
            }
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    private SocketChannel connect(InetSocketAddress address) throws IOException {
        var channel = SocketChannel.open();
        // The quota of one caller, which is an address here, is 100 readers.
        channel.bind(new InetSocketAddress("127.0.1." + (1 + channels.size() % ADDRESSES), 0));
        channel.connect(address);
        channels.add(channel);
        channel.write(ByteBuffer.wrap(REQUEST));
        channel.configureBlocking(false);
        return channel;
    }

    private void awaitAnswers(int expected) {
        var deadline = System.nanoTime() + PATIENCE;
        while (answered.get() < expected) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(answered + " of " + expected + " readers were answered");
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private void read() {
        var buffer = ByteBuffer.allocateDirect(256 * 1024);
        try {
            while (selector.isOpen()) {
                selector.select(key -> read(key, buffer));
            }
        } catch (ClosedSelectorException closed) {
            // The run is over.
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void read(SelectionKey key, ByteBuffer buffer) {
        try {
            var count = ((SocketChannel) key.channel()).read(buffer.clear());
            if (count < 0) {
                key.cancel();
                return;
            }
            bytes.addAndGet(count);
            if (((AtomicLong) key.attachment()).getAndAdd(count) == 0) {
                answered.incrementAndGet();
            }
        } catch (IOException closed) {
            key.cancel();
        }
    }
}
