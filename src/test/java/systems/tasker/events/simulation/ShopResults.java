package systems.tasker.events.simulation;

import java.util.List;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The recorded results of a shop: of every ten, eight charges, one shipment and one mail; every fifth charge fails. */
final class ShopResults {

    static final int COUNT = 10_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> STEPS =
            List.of("charge", "charge", "charge", "charge", "ship", "charge", "charge", "charge", "charge", "mail");

    private ShopResults() {}

    static List<RecordedResult> all() {
        return IntStream.range(0, COUNT)
                .mapToObj(i -> RecordedResult.of(body(i)))
                .toList();
    }

    /** The number of results with some property, and the ids of the first three. */
    static Expected those(IntPredicate property) {
        var numbers = IntStream.range(0, COUNT).filter(property).toArray();
        return new Expected(
                numbers.length,
                IntStream.of(numbers).limit(3).mapToObj(ShopResults::id).toList());
    }

    record Expected(long results, List<UUID> examples) {}

    static boolean isOf(int i, String step) {
        return STEPS.get(i % STEPS.size()).equals(step);
    }

    static boolean succeeds(int i) {
        return !isOf(i, "charge") || i % 5 != 0;
    }

    /** The attempt that ended: the first to the third. */
    static int attempt(int i) {
        return 1 + i / 10 % 3;
    }

    static int amount(int i) {
        return i % 1_000;
    }

    static boolean hasCoupon(int i) {
        return i % 7 == 0;
    }

    static UUID id(int i) {
        return new UUID(7, i);
    }

    static ObjectNode body(int i) {
        var body = JSON.objectNode().put("step_uuid", id(i).toString()).put("success", succeeds(i));
        if (succeeds(i)) {
            var result = body.putObject("result");
            result.put("amount", amount(i)).put("currency", "EUR").put("order", "o-" + i);
            if (hasCoupon(i)) {
                result.put("coupon", "c-" + i);
            }
            result.putArray("items").addObject().put("sku", "s-" + i % 3);
        } else {
            body.putObject("error").put("message", "declined");
            body.putObject("metadata").put("retryable", true).put("error_code", "declined");
        }
        body.set("task_sequence_step", context(i));
        return body;
    }

    private static ObjectNode context(int i) {
        var step = STEPS.get(i % STEPS.size());
        var context = JSON.objectNode();
        var task = context.putObject("task");
        task.put("namespace_name", "shop").put("task_name", "order").put("task_version", "1.0.0");
        task.putObject("task").put("task_uuid", new UUID(8, i).toString()).put("correlation_id", "order-" + i);
        context.putObject("workflow_step")
                .put("workflow_step_uuid", id(i).toString())
                .put("name", step)
                .put("attempts", attempt(i));
        return context;
    }
}
