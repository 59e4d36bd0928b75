package systems.tasker.events.messaging.connector;

import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import systems.tasker.events.fixture.Api;
import systems.tasker.events.fixture.Meters;

import static org.assertj.core.api.Assertions.assertThat;
import static systems.tasker.events.fixture.Waits.await;

/** Breaks the poll of one queue: its reads succeed and find nothing, although messages are visible. */
@QuarkusTest
class StuckPollTest extends ConnectorTest {

    // The patience is six times the longest interval.
    private static final String[] FAST = {"poll-interval", "20ms", "max-poll-interval", "100ms"};

    @Test
    void reportsMessagesThatWaitWhileThePollFindsNone() {
        // Given
        database.execute("""
                create or replace function public.hide_from_reads() returns trigger language plpgsql as $$
                begin
                    return null;
                end $$
                """);
        database.execute("create trigger hidden before update on pgmq.q_" + queue
                + " for each row execute function public.hide_from_reads()");
        var channel = open(ACKNOWLEDGE, FAST);
        await().until(() -> connector.getReadiness().isOk());
        assertThat(stuck()).isEmpty();

        // When
        send("{}");

        // Then
        await().until(() -> !stuck().isEmpty());
        assertThat(stuck()).singleElement().asString().contains("messages wait, and none was taken");
        assertThat(Meters.all("tasker_channels_stuck").values()).containsExactly(1.0);
        Api.get("/q/health/ready").statusCode(200);
        assertThat(Api.get("/q/health/ready").extract().asString()).contains("queue " + queue + ": messages wait");
        assertThat(channel.messages()).isEmpty();

        database.execute("drop trigger hidden on pgmq.q_" + queue);
        await().until(() -> archived() == 1);
        await().until(() -> stuck().isEmpty());
    }

    @Test
    void isNotStuckUnderBackPressure() {
        // Given
        send("{}");
        send("{}");
        var channel = open(KEEP, "max-concurrency", "1", "poll-interval", "20ms", "max-poll-interval", "20ms");

        // When
        await().until(() -> channel.messages().size() == 1);

        // Then a message has been visible for many times the patience
        await().until(() ->
                database.number("select count(*) from pgmq.q_" + queue + " where vt < now() - interval '2 s'") == 1);
        assertThat(stuck()).isEmpty();
    }

    @Test
    void isNotStuckByAMessageThatAnotherSessionHasLocked() {
        // Given
        send("{}");

        // When
        database.whileHolding(
                () -> {
                    open(ACKNOWLEDGE, FAST);
                    await().until(() -> connector.getReadiness().isOk());

                    // Then it has been visible for three times the patience
                    await().until(() -> database.number(
                                    "select count(*) from pgmq.q_" + queue + " where vt < now() - interval '2 s'")
                            == 1);
                    assertThat(stuck()).isEmpty();
                },
                "select from pgmq.q_" + queue + " for update");
        await().until(() -> archived() == 1);
    }

    private List<String> stuck() {
        return Api.get("/v1/status")
                .extract()
                .jsonPath()
                .<String>getList("reasons.findAll { it.reason == 'channel_stuck' }.detail")
                .stream()
                .filter(detail -> detail.contains(queue))
                .toList();
    }
}
