package systems.tasker.events.publication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import systems.tasker.events.event.DomainEvent;
import systems.tasker.events.fixture.JourneyProfile;
import systems.tasker.events.fixture.RecordingSubscriber;
import systems.tasker.events.fixture.SentMessages;
import systems.tasker.events.fixture.SentMessages.Sent;
import systems.tasker.events.step.StepJson;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.test.JsonDifferences.assertNone;

/** The one JSON that queue consumers and subscribers get, as {@code src/test/resources/golden-event/event.json} has it. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class GoldenEventTest {

    private static final UUID STEP = UUID.fromString("0197a000-0000-7000-8000-900000000002");

    @Inject
    Pool pool;

    @Inject
    InProcessEventBus bus;

    @Inject
    RecordingSubscriber subscriber;

    private String eventIdInReceipt;
    private Sent queued;
    private DomainEvent heard;

    @BeforeEach
    void broadcastOnce() {
        var messages = new SentMessages(pool);
        messages.forget(STEP);
        var before = subscriber.eventsOf(STEP, bus).size();
        post("/v1/step-claims", "context.json");
        eventIdInReceipt = post("/v1/step-results", "result.json");
        queued = messages.of(STEP).stream()
                .filter(sent -> sent.queue().equals("journeys_domain_events"))
                .findFirst()
                .orElseThrow();
        heard = subscriber.eventsOf(STEP, bus).get(before);
    }

    @Test
    void subscriberGetsTheGoldenJsonToTheLetter() {
        // The file says which fields there are, in which order, with which digits; it is read only to take out its
        // blanks.
        var golden = StepJson.write(StepJson.read(file("event.json")))
                .replace("${uuid-v7}", heard.eventId().toString())
                .replace("${instant}", heard.metadata().firedAt().toString());
        assertThat(StepJson.write(heard)).isEqualTo(golden);
    }

    @Test
    void queueConsumerGetsTheGoldenJson() {
        assertNone("message", StepJson.read(file("event.json")), queued.message());
    }

    @Test
    void bothLegsCarryTheSameEventUnderOneId() {
        assertNone("legs", queued.message(), StepJson.read(StepJson.write(heard)));
        assertThat(queued.eventId()).isEqualTo(heard.eventId().toString()).isEqualTo(eventIdInReceipt);
    }

    private static String post(String path, String file) {
        return given().contentType(ContentType.JSON)
                .body(file(file))
                .post(path)
                .then()
                .extract()
                .path("events[0].event_id");
    }

    private static String file(String name) {
        try {
            return Files.readString(Path.of("src/test/resources/golden-event", name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
