package systems.tasker.events.http.deadletters;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import systems.tasker.events.fixture.ErrorLog;
import systems.tasker.events.fixture.RawHttp;

import static org.assertj.core.api.Assertions.assertThat;

/** What callers may get wrong, and what they are told. */
@QuarkusTest
class QueueInputTest {

    private static final String LETTERS = "/v1/dead-letters/payments_domain_events_dlq";

    private ErrorLog log;

    @BeforeEach
    void listen() {
        log = new ErrorLog();
    }

    @AfterEach
    void logsNoErrorForBadInput() {
        log.close();
        assertThat(log.errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "limit=0                  | 422 | /limit          | must be between 1 and 1000",
                "limit=1001               | 422 | /limit          | must be between 1 and 1000",
                "limit=many               | 400 | /limit          | must be a whole number",
                "after=-1                 | 422 | /after          | must be between 0 and 9223372036854775807",
                "after=1.5                | 400 | /after          | must be a whole number",
                "after=9223372036854775808| 400 | /after          | must be a whole number",
                "event_name=a%00b         | 422 | /event_name     | holds a zero byte",
                "reason=a%00b             | 422 | /reason         | holds a zero byte",
                "correlation_id=a%00b     | 422 | /correlation_id | holds a zero byte",
            })
    void rejectsInvalidPageParameters(String query, int status, String pointer, String detail) throws Exception {
        assertRejected(RawHttp.send(RawHttp.to(LETTERS + "?" + query)), status, pointer, detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "%00", "%22%3C%3E%5B%5D%7B%7D", "%C3%A9%F0%9F%98%80", "%25"})
    void rejectsInvalidInputForAnyQueueName(String queue) throws Exception {
        var path = "/v1/dead-letters/" + queue;

        assertRejected(
                RawHttp.json(path + "/redrive", "{\"all\": 1}".getBytes(StandardCharsets.UTF_8)),
                400,
                "/all",
                "must be true or false");
        assertRejected(RawHttp.send(RawHttp.to(path + "?limit=many")), 400, "/limit", "must be a whole number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "{}                                           | 422 | ''                  | needs exactly one of msg_ids, filter and all",
                "{\"all\": null}                              | 422 | ''                  | needs exactly one of msg_ids, filter and all",
                "{\"all\": true, \"msg_ids\": [1]}            | 422 | ''                  | needs exactly one of msg_ids, filter and all",
                "{\"all\": false}                             | 422 | /all                | must be true, or left out",
                "{\"all\": \"yes\"}                           | 400 | /all                | must be true or false",
                "{\"all\": true, \"everything\": 1}           | 400 | /everything         | is not known here",
                "{\"all\": true, \"a/b\": 1}                  | 400 | /a~1b               | is not known here",
                "{\"all\": true, \"dry_run\": 1}              | 400 | /dry_run            | must be true or false",
                "{\"all\": true, \"rate\": 0}                 | 422 | /rate               | must be between 1 and 100000",
                "{\"all\": true, \"rate\": 0.5}               | 400 | /rate               | must be a whole number",
                "{\"all\": true, \"limit\": -1}               | 422 | /limit              | must be between 1 and 10000",
                "{\"all\": true, \"limit\": 10001}            | 422 | /limit              | must be between 1 and 10000",
                "{\"all\": true, \"limit\": 99999999999}      | 422 | /limit              | must be between 1 and 10000",
                "{\"all\": true, \"limit\": \"ten\"}          | 400 | /limit              | must be a number",
                "{\"msg_ids\": []}                            | 422 | /msg_ids            | has 0 ids, between 1 and 10000 are possible",
                "{\"msg_ids\": 7}                             | 400 | /msg_ids            | must be an array",
                "{\"msg_ids\": [1, \"two\"]}                  | 400 | /msg_ids/1          | must be a message's id, a whole number",
                "{\"msg_ids\": [1.5]}                         | 400 | /msg_ids/0          | must be a message's id, a whole number",
                "{\"msg_ids\": [9223372036854775808]}         | 400 | /msg_ids/0          | must be a message's id, a whole number",
                "{\"filter\": {}}                             | 422 | /filter             | needs at least one of event_name, reason and correlation_id",
                "{\"filter\": {\"reason\": null}}             | 422 | /filter             | needs at least one of event_name, reason and correlation_id",
                "{\"filter\": []}                             | 400 | /filter             | must be an object",
                "{\"filter\": {\"event\": \"a.b\"}}           | 400 | /filter/event       | is not known here",
                "{\"filter\": {\"reason\": 7}}                | 400 | /filter/reason      | must be a string",
                "{\"filter\": {\"event_name\": \"\\u0000\"}}  | 422 | /filter/event_name  | holds a zero byte",
                "[]                                           | 400 | ''                  | must be a JSON object",
                "{\"all\": true, \"all\": true}               | 400 | ''                  | holds a key twice",
                "{\"all\": tru3}                              | 400 | ''                  | is not JSON",
            })
    void rejectsInvalidRedriveRequests(String body, int status, String pointer, String detail) throws Exception {
        assertRejected(post(LETTERS + "/redrive", body), status, pointer, detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "\"queue\": \"payments_domain_events\", \"event_name\": \"a.b\" | 400 | /namespace | is required",
                "\"namespace\": \"payments\", \"event_name\": \"a.b\" | 400 | /queue | is required",
                "\"namespace\": 7, \"queue\": \"payments_domain_events\", \"event_name\": \"a.b\" | 400 | /namespace | must be a string",
                "\"namespace\": \" \", \"queue\": \"payments_domain_events\", \"event_name\": \"a.b\" | 422 | /namespace | must not be blank",
                "\"namespace\": \"nobodys\", \"queue\": \"payments_domain_events\", \"event_name\": \"a.b\" | 422 | /namespace | has no queue of events",
                "\"namespace\": \"payments\", \"queue\": \"a_payments_domain_events\", \"event_name\": \"a.b\" | 422 | /queue | does not exist",
                "\"namespace\": \"payments\", \"queue\": \"a\\u0000b\", \"event_name\": \"a.b\" | 422 | /queue | holds a zero byte",
            })
    void rejectsAReplayWithUnknownSourceOrTarget(String fields, int status, String pointer, String detail)
            throws Exception {
        assertRejected(post("/v1/events/replay", "{" + fields + "}"), status, pointer, detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "                                 | 422 | ''              | needs at least one of correlation_id, event_name, from and to",
                ", \"event_name\": null           | 422 | ''              | needs at least one of correlation_id, event_name, from and to",
                ", \"event_name\": 7              | 400 | /event_name     | must be a string",
                ", \"correlation_id\": {}         | 400 | /correlation_id | must be a string",
                ", \"from\": \"yesterday\"        | 400 | /from           | must be a time as in RFC 3339",
                ", \"from\": \"2026-11-23\"       | 400 | /from           | must be a time as in RFC 3339",
                ", \"to\": \"+12026-11-23T06:30:00Z\" | 400 | /to         | must be a time as in RFC 3339",
                ", \"from\": \"2026-11-23T06:30:00Z\", \"to\": \"2026-11-23T07:30:00+01:00\" | 422 | /to | must be later than from",
                ", \"event_name\": \"a.b\", \"after\": 1.5 | 400 | /after   | must be a whole number",
                ", \"event_name\": \"a.b\", \"limit\": 0   | 422 | /limit   | must be between 1 and 10000",
                ", \"event_name\": \"a.b\", \"rate\": 1    | 400 | /rate    | is not known here",
            })
    void rejectsInvalidReplayRequests(String fields, int status, String pointer, String detail) throws Exception {
        var body = "{\"namespace\": \"payments\", \"queue\": \"payments_domain_events\""
                + (fields == null ? "" : fields) + "}";

        assertRejected(post("/v1/events/replay", body), status, pointer, detail);
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return RawHttp.json(path, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRejected(HttpResponse<String> answer, int status, String pointer, String detail)
            throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        var problem = new ObjectMapper().readTree(answer.body());
        assertThat(problem.path("errors")).as(answer.body()).hasSize(1);
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(problem.at("/errors/0/detail").asText()).startsWith(detail);
    }
}
