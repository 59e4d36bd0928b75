package systems.tasker.events.json;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

class TreeMemoryTest {

    private static final int TREES = 200;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "[1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000]",
                "{\"amount\": 1000, \"currency\": \"EUR\", \"lines\": [{\"sku\": \"a-1\"}, {\"sku\": \"b-2\"}], \"paid\": true}"
            })
    void estimatesTheHeapOfATree(String element) {
        // Given
        var text = IntStream.range(0, 1_000).mapToObj(i -> element).collect(Collectors.joining(",", "[", "]"));
        var tree = Json.read(text);

        // When
        var estimated = TreeMemory.of(tree);
        var allocated = allocatedBy(() -> Json.read(text));

        // Then
        assertThat(estimated).isCloseTo(allocated, withPercentage(50));
    }

    /** Bytes of one tree; most of what reading allocates is the tree. */
    private static long allocatedBy(Supplier<JsonNode> reading) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var kept = new ArrayList<JsonNode>(TREES);
        reading.get();
        var before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < TREES; i++) {
            kept.add(reading.get());
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / kept.size();
    }
}
