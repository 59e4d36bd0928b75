package systems.tasker.events.schema.compatibility;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;

import systems.tasker.events.json.Numbers;
import systems.tasker.events.schema.compatibility.IncompatibleChange.Kind;

/**
 * Decides whether an event's schema may replace the active one under the same event version.
 *
 * <p>Queues and archives then contain events of both schemas, and consumers of either have to read all of them. So the rules of the
 * active schema for a value stay. What it leaves open may be added: properties, and that one is required.
 *
 * <table>
 *   <caption>What may change</caption>
 *   <tr><th>about</th><th>compatible</th><th>incompatible</th></tr>
 *   <tr><td>properties</td><td>a new one, required or not; an optional one becomes required, or is gone</td>
 *       <td>a required one is gone, or no longer required (removed); a required one lost its schema (widened)</td></tr>
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
 * <p>A value without rules, {@code {}} or {@code true}, may get any schema. Thread-safe.
 */
public final class SchemaCompatibility {

    private final int maxAlternatives;
    private final int maxComparisons;

    /**
     * Creates a comparison with limits; schemas that exceed them count as incompatible.
     *
     * @param maxAlternatives maximum alternatives of a value, multiplied out
     * @param maxComparisons maximum pairs of values to compare
     */
    public SchemaCompatibility(int maxAlternatives, int maxComparisons) {
        this.maxAlternatives = maxAlternatives;
        this.maxComparisons = maxComparisons;
    }

    /**
     * All incompatible changes, each once, in the order of the active schema.
     *
     * @param current the source of the active schema, which compiles; null or missing when the event has none
     * @param next the source of the next schema; null or missing when the event gets none
     * @return the changes; empty when the next schema needs no new version
     */
    public List<IncompatibleChange> compare(JsonNode current, JsonNode next) {
        try {
            return compared(current, next);
        } catch (StackOverflowError tooDeep) {
            return changed("", "is nested too deeply to be compared");
        }
    }

    private List<IncompatibleChange> compared(JsonNode current, JsonNode next) {
        var before = new SchemaDocument(orAnything(current));
        var after = new SchemaDocument(orAnything(next));
        if (Numbers.same(before.root().schema(), after.root().schema())) {
            return List.of();
        }
        if (current != null
                && current.isObject()
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
