package systems.tasker.events.template;

import systems.tasker.events.schema.SchemaCompiler;
import systems.tasker.events.schema.compatibility.SchemaCompatibility;

/**
 * How much of the templates is read, and what their schemas may cost. Schemas come from callers, too, inside step contexts.
 *
 * @param maxFiles files
 * @param maxFileSize bytes of one of them
 * @param maxSchemaSize characters of a schema
 * @param maxMatchSteps characters that the regular expressions of a schema may examine for one payload
 * @param maxAlternatives alternatives that a value may have when schemas are compared
 * @param maxComparisons pairs of values that are compared for two schemas
 */
record TemplateLimits(
        int maxFiles, long maxFileSize, int maxSchemaSize, int maxMatchSteps, int maxAlternatives, int maxComparisons) {

    /** Each poll reads the attributes of every file. */
    static final int MAX_FILES = 20_000;

    /** Bytes; a ConfigMap holds no more. */
    static final long MAX_FILE_SIZE = 1_048_576;

    /** Characters; a large schema has some thousands. */
    static final int MAX_SCHEMA_SIZE = 262_144;

    /** Ten to twenty milliseconds, during which an event loop serves no other request. */
    static final int MAX_MATCH_STEPS = 1_000_000;

    /** Alternatives of `anyOf` and `oneOf`, multiplied out; each is compared with each. */
    static final int MAX_ALTERNATIVES = 100;

    /** A real schema needs some hundreds; one made to explode must not stop a reload. */
    static final int MAX_COMPARISONS = 50_000;

    /** The limits of the service and of the command {@code check}. */
    static final TemplateLimits DEFAULT = new TemplateLimits(
            MAX_FILES, MAX_FILE_SIZE, MAX_SCHEMA_SIZE, MAX_MATCH_STEPS, MAX_ALTERNATIVES, MAX_COMPARISONS);

    SchemaCompiler schemas() {
        return new SchemaCompiler(maxSchemaSize, maxMatchSteps);
    }

    SchemaCompatibility compatibility() {
        return new SchemaCompatibility(maxAlternatives, maxComparisons);
    }
}
