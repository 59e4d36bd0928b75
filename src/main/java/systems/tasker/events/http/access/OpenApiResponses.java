package systems.tasker.events.http.access;

import java.util.Set;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.vertx.core.http.HttpMethod;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

import systems.tasker.events.http.WorkerRoutes;

/**
 * Completes the OpenAPI document by rules: the responses of the filters, which are the same for all endpoints of a kind, and the media
 * type of problems. A response that an endpoint describes by itself stays.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class OpenApiResponses implements OASFilter {

    private static final String PROBLEM = "application/problem+json";
    private static final String FIRST_ERROR = "400";
    private static final Set<String> LIBRARY_SCHEMAS = Set.of("HttpProblem", "HttpValidationProblem", "Violation");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null) {
            return;
        }
        document.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((method, operation) -> complete(path, method, operation)));
        // The library of the problems adds its own schemas, which lack the members of the problems of this service.
        var schemas = document.getComponents() == null
                ? null
                : document.getComponents().getSchemas();
        if (schemas != null) {
            LIBRARY_SCHEMAS.stream().filter(schemas::containsKey).forEach(document.getComponents()::removeSchema);
        }
    }

    private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
        if (operation.getResponses() == null) {
            operation.setResponses(OASFactory.createAPIResponses());
        }
        var responses = operation.getResponses();
        var role = Role.neededFor(HttpMethod.valueOf(method.name()), path);
        add(responses, 401, "Needs a valid bearer token that is meant for this service, or an API key");
        add(responses, 403, "Needs the role `" + role.label() + "`");
        if (operation.getRequestBody() != null) {
            add(responses, 408, "The body did not arrive within quarkus.http.read-timeout");
            add(responses, 413, "The body is too large");
            add(responses, 415, "The body has another media type, or is compressed");
        }
        if (path.equals(WorkerRoutes.RESULTS) || path.equals(WorkerRoutes.BATCH)) {
            if (operation.getRequestBody() != null) {
                add(
                        responses,
                        429,
                        "The caller exceeds tasker.ingress.max-results-per-second; retry after Retry-After");
            }
        }
        add(
                responses,
                503,
                operation.getRequestBody() == null
                        ? "The issuer of tokens is unavailable, or the instance is stopping; retry after Retry-After"
                        : "The intake is at its capacity, the issuer of tokens is unavailable, or the instance is stopping;"
                                + " retry after Retry-After");
        responses.getAPIResponses().forEach((status, response) -> describeProblem(status, response));
    }

    private static void add(APIResponses responses, int status, String description) {
        var code = Integer.toString(status);
        if (!responses.hasAPIResponse(code)) {
            responses.addAPIResponse(code, OASFactory.createAPIResponse().description(description));
        }
    }

    private static void describeProblem(String status, APIResponse response) {
        if (status.compareTo(FIRST_ERROR) >= 0 && response.getRef() == null) {
            response.setContent(OASFactory.createContent()
                    .addMediaType(
                            PROBLEM,
                            OASFactory.createMediaType()
                                    .schema(OASFactory.createSchema().ref("Problem"))));
        }
    }
}
