package systems.tasker.events.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

import systems.tasker.events.event.DomainEvent;

/** Passes the event itself: it is immutable, so no copy is needed. */
final class DomainEventCodec implements MessageCodec<DomainEvent, DomainEvent> {

    static final String NAME = "tasker-domain-event";
    private static final byte USER_CODEC = -1;

    @Override
    public DomainEvent transform(DomainEvent event) {
        return event;
    }

    @Override
    public void encodeToWire(Buffer buffer, DomainEvent event) {
        throw new IllegalStateException("Domain events do not leave the process over the event bus");
    }

    @Override
    public DomainEvent decodeFromWire(int position, Buffer buffer) {
        throw new IllegalStateException("Domain events do not leave the process over the event bus");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return USER_CODEC;
    }
}
