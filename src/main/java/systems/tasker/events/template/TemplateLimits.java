package systems.tasker.events.template;

import systems.tasker.events.schema.SchemaCompiler;
import systems.tasker.events.schema.compatibility.SchemaCompatibility;

/**
 * How much is read, and what it may cost.
 *
 * @param maxFiles files
 * @param maxFileSize bytes of one of them
 * @param maxSchemaSize characters of a schema
 * @param maxMatchSteps steps that checking one payload against a schema may take
 * @param maxAlternatives alternatives that a value may have when schemas are compared
 * @param maxComparisons pairs of values that may be looked at when schemas are compared
 */
record TemplateLimits(
        int maxFiles, long maxFileSize, int maxSchemaSize, int maxMatchSteps, int maxAlternatives, int maxComparisons) {

    static final String DEFAULT_MAX_FILES = "20000";
    static final String DEFAULT_MAX_FILE_SIZE = "1M";
    static final String DEFAULT_MAX_SCHEMA_SIZE = "262144";
    static final String DEFAULT_MAX_MATCH_STEPS = "1000000";
    static final String DEFAULT_MAX_ALTERNATIVES = "100";
    static final String DEFAULT_MAX_COMPARISONS = "50000";

    /** Those of a service whose operator has set no others. */
    static final TemplateLimits DEFAULT = new TemplateLimits(
            Integer.parseInt(DEFAULT_MAX_FILES),
            1 << 20,
            Integer.parseInt(DEFAULT_MAX_SCHEMA_SIZE),
            Integer.parseInt(DEFAULT_MAX_MATCH_STEPS),
            Integer.parseInt(DEFAULT_MAX_ALTERNATIVES),
            Integer.parseInt(DEFAULT_MAX_COMPARISONS));

    SchemaCompiler schemas() {
        return new SchemaCompiler(maxSchemaSize, maxMatchSteps);
    }

    SchemaCompatibility compatibility() {
        return new SchemaCompatibility(maxAlternatives, maxComparisons);
    }
}
