package systems.tasker.events.schema;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import systems.tasker.events.json.Json;

/** One payload against its schema: within the evaluation budget, and by the same validator without one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SchemaBenchmark {

    private static final int MAX_SIZE = 100_000;
    private static final int MAX_STEPS = 1_000_000;
    private static final ExecutionConfig CONFIG = ExecutionConfig.builder()
            .locale(Locale.ROOT)
            .annotationCollectionEnabled(false)
            .build();

    private final JsonNode source = Json.read("""
            {"type": "object", "required": ["transaction_id", "amount", "currency", "items"],
             "additionalProperties": false,
             "properties": {
               "transaction_id": {"type": "string", "pattern": "^t[0-9]{12}$"},
               "amount": {"type": "number", "minimum": 0},
               "currency": {"enum": ["EUR", "USD", "DKK", "SEK"]},
               "note": {"type": "string", "maxLength": 1000},
               "items": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/item"}}},
             "$defs": {"item": {"type": "object", "required": ["sku", "quantity"],
               "properties": {"sku": {"type": "string", "pattern": "^[A-Z]{2}-[0-9]+$"},
                              "quantity": {"type": "integer", "minimum": 1}}}}}
            """);
    private final JsonNode payload = Json.read("""
            {"transaction_id": "t000000000001", "amount": 10.50, "currency": "DKK", "note": "%s",
             "items": [{"sku": "AB-1", "quantity": 1}, {"sku": "CD-22", "quantity": 2}, {"sku": "EF-333", "quantity": 3},
                       {"sku": "GH-4444", "quantity": 4}]}
            """.formatted("lorem ipsum ".repeat(24)));

    private final PayloadSchema metered =
            new SchemaCompiler(MAX_SIZE, MAX_STEPS).compile(source).schema();
    private final Schema unmetered = unmetered();

    /** As the journey does it. */
    @Benchmark
    public PayloadSchema.Evaluation withBudget() {
        return metered.evaluate(payload);
    }

    /** As the validator does it by itself. */
    @Benchmark
    public List<Error> withoutBudget() {
        var evaluation = new ExecutionContext(CONFIG);
        unmetered.validate(evaluation, payload);
        return evaluation.getErrors();
    }

    private Schema unmetered() {
        var schema = SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .locale(Locale.ROOT)
                                .build()))
                .getSchema(source);
        schema.initializeValidators();
        return schema;
    }
}
