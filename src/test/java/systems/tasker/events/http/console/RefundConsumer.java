package systems.tasker.events.http.console;

import java.math.BigDecimal;

import systems.tasker.events.json.Json;

/** A consumer that keeps to the published contract: it rejects refunds above the {@code maximum} that the active template declares. */
final class RefundConsumer {

    static final String QUEUE = "refunds_domain_events";

    private final ConsoleService service;

    RefundConsumer(ConsoleService service) {
        this.service = service;
    }

    /** The template, with a version of its event and a maximum of its amounts. */
    static String template(String version, int maximum) {
        return """
                name: refund
                namespace_name: refunds
                version: 1.0.0
                steps:
                  - name: pay_back
                    publishes_events:
                      - name: refund.paid
                        version: "%s"
                        schema: {properties: {amount: {type: number, maximum: %d}}}
                """.formatted(version, maximum);
    }

    /** Reads all messages there are; archives them, or makes them dead letters. */
    void consume() {
        var maximum = declaredMaximum();
        var database = service.database();
        for (var message :
                database.rows("select msg_id, message #>> '{payload,payload,amount}' from pgmq.read('%s', 60, 1000)"
                        .formatted(QUEUE))) {
            var amount = new BigDecimal((String) message.get(1));
            if (amount.compareTo(maximum) > 0) {
                database.execute("""
                        select pgmq.send(?, message, headers || jsonb_build_object('dead_letter', jsonb_build_object(
                            'reason', 'invalid_input', 'errors', jsonb_build_array('/amount must be at most ' || ?), 'queue', ?::text)))
                        from pgmq.q_refunds_domain_events where msg_id = ?""", QUEUE + "_dlq", maximum.toString(), QUEUE, message.get(0));
                database.execute("select pgmq.delete(?, ?::bigint)", QUEUE, message.get(0));
            } else {
                database.execute("select pgmq.archive(?, ?::bigint)", QUEUE, message.get(0));
            }
        }
    }

    private BigDecimal declaredMaximum() {
        var answer = service.send("GET", "/v1/templates", ConsoleService.VIEWER, "");
        for (var template : Json.read(answer.substring(answer.indexOf('[')))) {
            if (template.path("namespace_name").asText().equals("refunds")) {
                return template.at("/steps/0/publishes_events/0/schema/properties/amount/maximum")
                        .decimalValue();
            }
        }
        throw new IllegalStateException("No template of refunds is active");
    }
}
