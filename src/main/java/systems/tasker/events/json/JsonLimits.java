package systems.tasker.events.json;

import java.util.Optional;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Finds what is legal JSON but cannot be carried to the consumers: texts no {@code jsonb} can hold, numbers no consumer can read, and
 * documents that PostgreSQL would write out in far more characters than they came in.
 *
 * <p>The same rules hold for what callers send and for what publishers make. Thread-safe.
 */
public final class JsonLimits {

    /** Levels of a tree that a publisher makes: Jackson writes a thousand, ten of them are around a payload on a page of events. */
    static final int MAX_LEVELS = StreamWriteConstraints.DEFAULT_MAX_DEPTH - 10;

    private static final String TOO_LONG =
            "is where the document becomes longer than %d characters as PostgreSQL writes it out, numbers such as 1e-999 with every digit";

    // Numbers such as 1e-9999 are written out with all zeros; four times the size of a body leaves enough for those
    // that are meant.
    private static final long MAX_WRITTEN_SIZE = 4 << 20;

    public static final JsonLimits DEFAULT = new JsonLimits(MAX_WRITTEN_SIZE);

    private final long maxWrittenSize;

    /** @param maxWrittenSize characters that a document may have when PostgreSQL writes it out, the digits of each number included */
    public JsonLimits(long maxWrittenSize) {
        this.maxWrittenSize = maxWrittenSize;
    }

    /**
     * @throws InvalidInputException with every place that cannot be carried
     */
    void check(JsonNode tree) {
        // Nearly every tree is fine, and finding that out needs no pointers.
        var measure = new WrittenSize(maxWrittenSize);
        if (!measure.isCarriable(tree)) {
            var problems = new Problems(new WrittenSize(maxWrittenSize), maxWrittenSize);
            problems.collect(tree, JsonPointer.empty());
            throw new InvalidInputException(problems.found.found());
        }
    }

    /**
     * Whether a tree that a publisher made can be written and stored inside the event's envelope, and be read again.
     *
     * <p>Unlike input it may hold values that Jackson has to convert, and any number of levels.
     */
    public boolean allow(JsonNode tree) {
        return copy(tree).isPresent();
    }

    /**
     * Copies a tree that a publisher made, and measures the copy in the same pass.
     *
     * @return empty when it cannot be written and stored inside the event's envelope, or not be read again
     */
    public Optional<TreeCopy> copy(JsonNode tree) {
        return TreeCopy.within(new WrittenSize(maxWrittenSize), tree);
    }

    /** Characters of a storable tree when PostgreSQL writes it out. */
    public static long writtenSize(JsonNode tree) {
        return sizes(tree).characters();
    }

    /** Both sizes of a storable tree. */
    public static TreeSizes sizes(JsonNode tree) {
        var measure = new WrittenSize(Long.MAX_VALUE);
        measure.isCarriable(tree);
        return new TreeSizes(measure.characters(), measure.memory());
    }

    /**
     * Two sizes of a tree, from one pass over it.
     *
     * @param characters when PostgreSQL writes it out
     * @param memory bytes of heap that it retains, as {@link TreeMemory} estimates
     */
    public record TreeSizes(long characters, long memory) {

        public static final TreeSizes NONE = new TreeSizes(0, 0);
    }

    /** Collects the problems of a tree that has some. */
    private static final class Problems {

        private final ProblemList found = new ProblemList();
        private final WrittenSize measure;
        private final long maxWrittenSize;

        Problems(WrittenSize measure, long maxWrittenSize) {
            this.measure = measure;
            this.maxWrittenSize = maxWrittenSize;
        }

        void collect(JsonNode node, JsonPointer at) {
            var wasWithin = measure.isWithin();
            var problem = node.isContainerNode() ? measure.addContainer(node) : measure.addValue(node);
            if (problem != null) {
                report(at, problem);
            }
            reportLength(wasWithin, at);
            for (var field : node.properties()) {
                var before = measure.isWithin();
                if (!measure.addText(field.getKey())) {
                    report(at, WrittenSize.UNSTORABLE);
                }
                reportLength(before, at);
                collect(field.getValue(), at.appendProperty(field.getKey()));
            }
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                collect(node.get(i), at.appendIndex(i));
            }
        }

        /** Reports the first place at which the document is too long. */
        private void reportLength(boolean wasWithin, JsonPointer at) {
            if (wasWithin && !measure.isWithin()) {
                report(at, TOO_LONG.formatted(maxWrittenSize));
            }
        }

        private void report(JsonPointer at, String detail) {
            found.add(InputProblem.invalid(at.toString(), detail));
        }
    }
}
