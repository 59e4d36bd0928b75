package systems.tasker.events.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import org.eclipse.microprofile.openapi.OASFilter;

/**
 * Changes nothing. Without a filter of this stage Quarkus writes the OpenAPI document at every start, as JSON and as YAML, which takes a
 * sixth of the CPU time of a start; with one it writes the document that a request asks for.
 */
@OpenApiFilter(stages = RunStage.RUNTIME_PER_REQUEST)
public final class OpenApiPerRequest implements OASFilter {}
