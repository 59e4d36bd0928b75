package systems.tasker.events.template;

import systems.tasker.events.schema.SchemaCompiler;
import systems.tasker.events.schema.compatibility.SchemaCompatibility;

/**
 * Limits of reading templates.
 *
 * @param maxFiles maximum number of files
 * @param maxFileSize maximum bytes of a file
 * @param maxSchemaSize maximum characters of a schema
 * @param maxMatchSteps maximum steps of checking one payload against a schema
 * @param maxAlternatives maximum alternatives of a value when schemas are compared
 * @param maxComparisons maximum pairs of values when schemas are compared
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
