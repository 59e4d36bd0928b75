package systems.tasker.events.json;

import java.util.function.Supplier;

/**
 * Tells before it is parsed how much of the memory for bodies a JSON text takes: its bytes, and more where they become many small
 * objects.
 */
public final class BodyCost {

    // Up to here bodies are not scanned, which would cost the usual case time; each counts as if it had small objects
    // only.
    private static final int SMALL = 4_096;
    private static final int SMALL_FACTOR = 4;
    // An object, an array or a field is some hundred bytes of memory, however few it is in the body; an element is
    // less.
    private static final int CONTAINER_OR_FIELD = 8;
    private static final int ELEMENT = 3;

    private BodyCost() {}

    /** The cost of a text in UTF-8; a tree retains up to eleven bytes of heap for each unit, see {@link TreeMemory}. */
    public static long of(byte[] body) {
        return of(body.length, () -> body);
    }

    /**
     * The same.
     *
     * @param body called only where the length alone does not tell
     */
    public static long of(int length, Supplier<byte[]> body) {
        long cost = length;
        if (cost <= SMALL) {
            return cost * SMALL_FACTOR;
        }
        for (byte each : body.get()) {
            cost += switch (each) {
                case '{', '[', ':' -> CONTAINER_OR_FIELD;
                case ',' -> ELEMENT;
                default -> 0;
            };
        }
        return cost;
    }
}
