package systems.tasker.events.http;

import io.vertx.core.buffer.Buffer;

/** Tells before it is parsed how much of the intake a body takes: its bytes, and more where they become many small objects. */
final class BodyCost {

    // Bodies up to here are bounded well enough by their number; reading them twice would cost the usual case time.
    private static final int SMALL = 4_096;
    // An object, an array or a field is some hundred bytes of memory, however few it is in the body; an element is
    // less.
    private static final int CONTAINER_OR_FIELD = 4;
    private static final int ELEMENT = 1;

    private BodyCost() {}

    static long of(Buffer body) {
        long weight = body.length();
        if (weight <= SMALL) {
            return weight;
        }
        for (byte each : body.getBytes()) {
            weight += switch (each) {
                case '{', '[', ':' -> CONTAINER_OR_FIELD;
                case ',' -> ELEMENT;
                default -> 0;
            };
        }
        return weight;
    }
}
