package systems.tasker.events.json;

import java.util.Base64;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads a request's body as a JSON object that the whole journey can carry. */
public final class JsonBody {

    private final StrictJson json;
    private final JsonLimits limits;

    /** Levels of objects and arrays: a deeper document costs the database its stack. */
    public static final int MAX_NESTING_DEPTH = 200;

    /** Digits of a number: a decimal with thousands costs far more time than its bytes. */
    public static final int MAX_NUMBER_LENGTH = 1_000;

    public JsonBody() {
        this(MAX_NESTING_DEPTH, MAX_NUMBER_LENGTH, JsonLimits.DEFAULT);
    }

    public JsonBody(int maxNestingDepth, int maxNumberLength, JsonLimits limits) {
        this.json = new StrictJson(maxNestingDepth, maxNumberLength);
        this.limits = limits;
    }

    /**
     * The body as a tree.
     *
     * @throws InvalidInputException when it is not a JSON object, or holds what no database could store
     */
    public ObjectNode read(byte[] body) {
        return carriable(json.read(body));
    }

    /**
     * The body as an array.
     *
     * @throws InvalidInputException when it is none
     */
    public ArrayNode readArray(byte[] body) {
        if (json.read(body) instanceof ArrayNode array) {
            return array;
        }
        throw new InvalidInputException(InputProblem.malformed("", "must be a JSON array"));
    }

    /**
     * A tree as an object.
     *
     * @throws InvalidInputException when it is none, or holds what no database could store
     */
    public ObjectNode carriable(JsonNode tree) {
        var object = StrictJson.object(tree);
        limits.check(object);
        return object;
    }

    /** Tells two bodies apart; equal for bodies that say the same, whatever the order of their keys. */
    public static String digest(ObjectNode body) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(CanonicalJson.of(body)));
    }
}
