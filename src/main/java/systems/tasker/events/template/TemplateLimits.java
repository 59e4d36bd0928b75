package systems.tasker.events.template;

import systems.tasker.events.schema.SchemaCompiler;
import systems.tasker.events.schema.compatibility.SchemaCompatibility;

/**
 * Limits of reading templates.
 *
 * @param maxFiles maximum number of files
 * @param maxFileSize maximum bytes of a file
 * @param maxSchemaSize maximum characters of a schema
 * @param maxMatchSteps maximum steps of the regular expressions of a schema for one payload
 * @param maxAlternatives maximum alternatives of a value when schemas are compared
 * @param maxComparisons maximum pairs of values when schemas are compared
 */
record TemplateLimits(
        int maxFiles, long maxFileSize, int maxSchemaSize, int maxMatchSteps, int maxAlternatives, int maxComparisons) {

    static final String DEFAULT_MAX_FILES = "20000";
    static final String DEFAULT_MAX_FILE_SIZE = "1M";
    static final String DEFAULT_MAX_SCHEMA_SIZE = "262144";
    static final String DEFAULT_MAX_MATCH_STEPS = "1000000";
    static final String DEFAULT_MAX_ALTERNATIVES = "100";
    static final String DEFAULT_MAX_COMPARISONS = "50000";

    /** The default limits. */
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
