package systems.tasker.events.schema.compatibility;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;

import systems.tasker.events.json.Numbers;
import systems.tasker.events.schema.compatibility.IncompatibleChange.Kind;

/**
 * Tells whether an event's schema may follow the one in force under the same event version.
 *
 * <p>Events of both schemas then lie side by side in queues and archives, and readers of either have to read them all. So whatever the
 * schema in force says about a value stays as it is. What it does not say may be added: properties, and that one is required.
 *
 * <table>
 *   <caption>What may change</caption>
 *   <tr><th>about</th><th>compatible</th><th>incompatible</th></tr>
 *   <tr><td>properties</td><td>a new one, required or not; an optional one becomes required, or is gone</td>
 *       <td>a required one is gone, or no longer required (removed); one is required of which nothing is said any more (widened)</td></tr>
 *   <tr><td>{@code additionalProperties}, {@code unevaluatedProperties}: true, false</td><td>any change</td><td></td></tr>
 *   <tr><td>{@code additionalProperties} with a schema, {@code patternProperties}</td><td>a new one</td>
 *       <td>it is gone (removed), or would now be about properties that another rule was for</td></tr>
 *   <tr><td>{@code type}</td><td>it is named where only keywords of that type were used</td>
 *       <td>another one (retyped), fewer (narrowed), more (widened); {@code integer} is a part of {@code number}</td></tr>
 *   <tr><td>{@code enum}, {@code const}</td><td>another order; the one written as the other</td>
 *       <td>a value less (narrowed), a value more (widened)</td></tr>
 *   <tr><td>limits, {@code multipleOf}, {@code uniqueItems}</td><td>the same set of values, written in another way</td>
 *       <td>tighter (narrowed), looser (widened)</td></tr>
 *   <tr><td>{@code format}, {@code pattern}, {@code contentEncoding}, {@code contentMediaType}</td><td></td>
 *       <td>new (narrowed), gone (widened), another one (retyped; a pattern: changed)</td></tr>
 *   <tr><td>{@code items}, {@code prefixItems}</td><td>a schema where there was none</td>
 *       <td>whatever is incompatible for the element; one position more, where the array was closed</td></tr>
 *   <tr><td>{@code allOf}, {@code $ref}</td><td>the same rules, arranged in another way</td><td></td></tr>
 *   <tr><td>{@code anyOf}, {@code oneOf}</td><td>another order; a list of types or values written as alternatives</td>
 *       <td>one more (widened), one less (narrowed), one keyword for the other</td></tr>
 *   <tr><td>annotations, {@code x-} keywords, {@code $defs}</td><td>any change</td><td></td></tr>
 *   <tr><td>all other keywords, such as {@code not}, {@code if}, {@code contains}, {@code $dynamicRef}</td><td></td>
 *       <td>any change (changed)</td></tr>
 * </table>
 *
 * <p>A place of which nothing is said, {@code {}} or {@code true}, may be given any schema. Safe to call from any thread.
 */
public final class SchemaCompatibility {

    private final int maxAlternatives;
    private final int maxComparisons;

    /**
     * Creates a comparison that costs no more than it may; what goes beyond it counts as incompatible.
     *
     * @param maxAlternatives alternatives that a value may have, multiplied out
     * @param maxComparisons pairs of values that may be looked at
     */
    public SchemaCompatibility(int maxAlternatives, int maxComparisons) {
        this.maxAlternatives = maxAlternatives;
        this.maxComparisons = maxComparisons;
    }

    /**
     * Every change that the readers of either schema would notice, each once, in the order of the schema in force.
     *
     * @param inForce the source of a schema that compiles; null or missing when the event has none
     * @param next that of the one that is to follow it; null or missing when the event is to have none
     * @return empty when the next schema may take over without a new version
     */
    public List<IncompatibleChange> compare(JsonNode inForce, JsonNode next) {
        try {
            return compared(inForce, next);
        } catch (StackOverflowError tooDeep) {
            return changed("", "is nested too deeply to be compared");
        }
    }

    private List<IncompatibleChange> compared(JsonNode inForce, JsonNode next) {
        var before = new SchemaDocument(orAnything(inForce));
        var after = new SchemaDocument(orAnything(next));
        if (Numbers.same(before.root().schema(), after.root().schema())) {
            return List.of();
        }
        if (inForce != null
                && inForce.isObject()
                && next != null
                && next.isObject()
                && !before.dialect().equals(after.dialect())) {
            return changed("/$schema", "is another draft, in which the same keywords may say something else");
        }
        if (before.hasInnerIds() || after.hasInnerIds()) {
            return changed("", "embeds schemas with an $id of their own, which cannot be compared");
        }
        var comparison = new Comparison(maxAlternatives, maxComparisons);
        comparison.compare(ValueSchema.of(before), ValueSchema.of(after));
        return comparison.changes();
    }

    private static JsonNode orAnything(JsonNode schema) {
        return schema == null || schema.isMissingNode() || schema.isNull() ? BooleanNode.TRUE : schema;
    }

    private static List<IncompatibleChange> changed(String path, String reason) {
        return List.of(new IncompatibleChange(path, Kind.CHANGED, reason));
    }
}
