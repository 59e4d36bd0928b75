package systems.tasker.events.schema;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;

import systems.tasker.events.json.Numbers;

/**
 * Compiles declared JSON Schemas; draft 2020-12 unless {@code $schema} names another one.
 *
 * <p>Nothing is fetched: a {@code $ref} must point into the schema itself or to one of the drafts.
 */
public final class SchemaCompiler {

    // Checking the largest ordinary schema against its meta-schema takes as many steps as a payload may.
    private static final long CHECKS = 2;

    private final int maxSize;
    private final int maxSteps;

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaCacheEnabled(false)
                    .dialectRegistry(new MeteredDialects())
                    // The validator's own rule forbids network access, but not files on the class path.
                    .schemaLoader(loader -> loader.allow(SchemaCompiler::isDraft))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .pathType(PathType.JSON_POINTER)
                            // Messages appear in receipts and must not depend on the locale of the process.
                            .locale(Locale.ROOT)
                            .regularExpressionFactory(new MeteredRegularExpressions())
                            .build()));

    /**
     * Creates a compiler with limits.
     *
     * @param maxSize maximum characters of a schema
     * @param maxSteps maximum steps of the evaluation of one document: characters read by regular expressions, two for a keyword
     */
    public SchemaCompiler(int maxSize, int maxSteps) {
        this.maxSize = maxSize;
        this.maxSteps = maxSteps;
    }

    private static boolean isDraft(AbsoluteIri iri) {
        return iri.toString().startsWith("https://json-schema.org/draft")
                || iri.toString().startsWith("http://json-schema.org/draft");
    }

    /** The compiled schema, or its problems. */
    public record Compilation(PayloadSchema schema, List<SchemaViolation> problems) {}

    /** Compiles a schema after validating it against its meta-schema. */
    public Compilation compile(JsonNode source) {
        var size = source.toString().length();
        if (size > maxSize) {
            return refusal("has " + size + " characters, " + maxSize + " at most");
        }
        if (Numbers.areExcessive(source)) {
            return refusal("has a number beyond the range of a double, or with too many decimals");
        }
        try {
            var dialect = source.path("$schema").asText(SpecificationVersion.DRAFT_2020_12.getDialectId());
            var problems =
                    PayloadSchema.errors(registry.getSchema(SchemaLocation.of(dialect)), source, CHECKS * maxSteps)
                            .stream()
                            .map(PayloadSchema::violation)
                            // The meta-schema has a part per vocabulary, and each reports the violation.
                            .distinct()
                            .toList();
            if (!problems.isEmpty()) {
                return new Compilation(null, problems);
            }
            var compiled = registry.getSchema(source);
            // Resolves all references and regular expressions now instead of with the first event.
            compiled.initializeValidators();
            return new Compilation(new PayloadSchema(source, compiled, maxSteps), List.of());
        } catch (EvaluationBudget.UsedUp usedUp) {
            return refusal("takes too many steps to be compiled");
        } catch (SchemaException | IllegalArgumentException refused) {
            var patterns = MalformedPatterns.of(source);
            return patterns.isEmpty() ? refusal(refused.getMessage()) : new Compilation(null, patterns);
        } catch (StackOverflowError tooDeep) {
            return refusal("refers to itself without end, or is nested too deeply");
        }
    }

    private static Compilation refusal(String problem) {
        return new Compilation(null, List.of(new SchemaViolation("", "schema", problem)));
    }
}
