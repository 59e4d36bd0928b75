package systems.tasker.events.publisher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Database;
import systems.tasker.events.fixture.PostedStep;
import systems.tasker.events.fixture.SampleStep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
class PublisherThreadsTest {

    @Test
    void runsAPublisherOnAWorkerThread() throws Exception {
        assertThat(threadThatAsks("Fixture::ThreadName")).isEqualTo("publisher-Fixture::ThreadName");
    }

    @Test
    void runsANonBlockingPublisherOnTheEventLoop() throws Exception {
        assertThat(threadThatAsks("fixture.NonBlockingThreadName")).startsWith("vert.x-eventloop-thread-");
    }

    @Test
    void runsAPublisherOnAVirtualThreadAndPublishesItsRecord() throws Exception {
        var payload = payloadOf("Fixture::VirtualThread");

        assertThat(payload.path("thread_name").asText())
                .startsWith(
                        Runtime.version().feature() >= 21
                                ? "quarkus-virtual-thread"
                                : "publisher-Fixture::VirtualThread");
        assertThat(payload.path("asked_at").asText()).isEqualTo(SampleStep.NOW.toString());
    }

    @Test
    void listsPublishersOnTheEventLoop() {
        Api.get("/v1/publishers")
                .statusCode(200)
                .body("find { it.name == 'Fixture::ThreadName' }.non_blocking", equalTo(false))
                .body("find { it.name == 'fixture.NonBlockingThreadName' }.non_blocking", equalTo(true))
                .body("find { it.name == 'default' }.non_blocking", equalTo(true));
    }

    private String threadThatAsks(String publisher) throws Exception {
        return payloadOf(publisher).asText();
    }

    private JsonNode payloadOf(String publisher) throws Exception {
        var step = PostedStep.payment();
        Api.submit(step.success(), step.contextDeclaring("""
                {"name": "process_payment", "publishes_events": [{"name": "fixture.thread", "publisher": "%s"}]}""".formatted(publisher)))
                .statusCode(202);
        var event = new ObjectMapper()
                .readTree(Database.ofTests().events(step).get(0).body());
        return event.path("payload").path("payload");
    }
}
