package systems.tasker.events.http.access;

import java.util.List;

/**
 * An endpoint of the service, and what a request to it is answered with.
 *
 * @param request the method and the path, as the OpenAPI document has them
 * @param role the role it needs
 * @param path a path to try
 * @param body a body to try; empty for none
 * @param status the status of the answer once the caller is let in
 */
record Endpoint(String request, Role role, String path, String body, int status) {

    // A step, a message, a template that there is not: what matters is who gets that far.
    private static final String NOTHING = "00000000-0000-7000-8000-000000000000";

    static final List<Endpoint> ALL = List.of(
            post("/v1/step-results", Role.STEP_RESULTS_WRITE, "{}", 400),
            post("/v1/step-results/batch", Role.STEP_RESULTS_WRITE, "[]", 207),
            post("/v1/step-results/preview", Role.EVENTS_OPERATE, "{}", 400),
            post("/v1/step-claims", Role.STEP_RESULTS_WRITE, "{}", 400),
            get("/v1/step-results/{step_uuid}", NOTHING, 404),
            get("/v1/caller", "", 200),
            get("/v1/queues", "", 200),
            get("/v1/dead-letters/{queue}", "payments_domain_events_dlq", 200),
            get("/v1/dead-letters/{queue}/{msg_id}", "payments_domain_events_dlq/0", 404),
            get("/v1/templates", "", 200),
            get("/v1/templates/{namespace}/{name}/{version}", "no/such/template", 404),
            get("/asyncapi", "", 200),
            get("/v1/publishers", "", 200),
            get("/v1/subscribers", "", 200),
            get("/metrics/events", "", 200),
            new Endpoint(
                    "DELETE /v1/dead-letters/{queue}/{msg_id}",
                    Role.EVENTS_OPERATE,
                    "/v1/dead-letters/payments_domain_events_dlq/0",
                    "",
                    404),
            new Endpoint(
                    "POST /v1/dead-letters/{queue}/redrive",
                    Role.EVENTS_OPERATE,
                    "/v1/dead-letters/payments_domain_events_dlq/redrive",
                    "{\"all\": true, \"dry_run\": true}",
                    200),
            get("/v1/dead-letter-causes", "", 200),
            new Endpoint(
                    "POST /v1/dead-letters/{queue}/discard",
                    Role.EVENTS_OPERATE,
                    "/v1/dead-letters/payments_domain_events_dlq/discard",
                    "{\"all\": true, \"dry_run\": true}",
                    200),
            post("/v1/events/replay", Role.EVENTS_OPERATE, "{}", 400),
            post("/v1/templates/reload", Role.EVENTS_OPERATE, "", 200),
            post("/v1/templates/validate", Role.EVENTS_OPERATE, "{}", 400),
            get("/v1/events", "", 400),
            get("/v1/events/{event_id}", NOTHING, 404),
            get("/v1/timeline", "", 400),
            get("/v1/ordering-keys", "", 200),
            // Without a fault the answer would have no end.
            new Endpoint("GET /v1/events/stream", Role.EVENTS_READ, "/v1/events/stream?namespace= ", "", 422),
            get("/v1/doctor", "", 200),
            get("/v1/status", "", 200));

    private static Endpoint post(String path, Role role, String body, int status) {
        return new Endpoint("POST " + path, role, path, body, status);
    }

    private static Endpoint get(String path, String parameters, int status) {
        return new Endpoint("GET " + path, Role.EVENTS_READ, path.replaceAll("\\{.*}", parameters), "", status);
    }

    String method() {
        return request.substring(0, request.indexOf(' '));
    }

    @Override
    public String toString() {
        return request;
    }
}
