package systems.tasker.events.storm;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

import systems.tasker.events.fixture.Database;

import static org.assertj.core.api.Assertions.assertThat;

/** The receipts that senders hold in their hands, and what the database has to say to them. */
final class Acknowledged {

    // Of the namespaces that the storm's results are of.
    private static final String EVENTS = """
            (select msg_id, message from pgmq.q_orders_domain_events
             union all select msg_id, message from pgmq.a_orders_domain_events
             union all select msg_id, message from pgmq.q_payments_domain_events)""";

    private static final String UNKNOWN = """
            acknowledged_results known where not exists (
                select from tasker_events.accepted_results accepted
                where accepted.step_uuid = known.id::uuid and accepted.notification_msg_id = known.msg_id)
            """;

    private final Queue<Message> notifications = new ConcurrentLinkedQueue<>();
    private final Queue<Message> events = new ConcurrentLinkedQueue<>();

    private record Message(String id, long msgId) {}

    void add(JsonNode receipt) {
        var durable = StreamSupport.stream(receipt.get("events").spliterator(), false)
                .filter(event -> event.has("msg_id"))
                .map(event -> message(event.get("event_id"), event))
                .toList();
        assertThat(durable).hasSize(2);
        events.addAll(durable);
        notifications.add(message(receipt.get("step_uuid"), receipt.get("notification")));
    }

    private static Message message(JsonNode id, JsonNode message) {
        return new Message(id.textValue(), message.get("msg_id").longValue());
    }

    int count() {
        return notifications.size();
    }

    /** Reads nothing but PostgreSQL: everything acknowledged is there, nothing is there twice, nothing without its counterpart. */
    void check(Database database) {
        load(database);
        verify(database);
    }

    /** How many acknowledged results the database does not know. */
    long lost(Database database) {
        load(database);
        return database.number("select count(*) from " + UNKNOWN);
    }

    private void load(Database database) {
        load(database, "acknowledged_results", notifications);
        load(database, "acknowledged_events", events);
    }

    /** The same as {@link #check} in a standby of the checked database. */
    static void verify(Database database) {
        assertNone(database, "acknowledged results without their notification", """
                acknowledged_results known where not exists (
                    select from pgmq.q_orchestration_step_results sent
                    where sent.msg_id = known.msg_id and sent.message ->> 'step_uuid' = known.id)
                """);
        assertNone(database, "acknowledged results that are not remembered", UNKNOWN);
        assertNone(database, "acknowledged events that are not in their queue", """
                acknowledged_events known where not exists (
                    select from %s sent
                    where sent.msg_id = known.msg_id and sent.message ->> 'event_id' = known.id)
                """.formatted(EVENTS));
        assertNone(database, "event ids that are there twice", """
                (select message ->> 'event_id' from %s sent
                 group by 1 having count(*) > 1) twice
                """.formatted(EVENTS));
        assertNone(database, "steps that were notified twice", """
                (select message ->> 'step_uuid' from pgmq.q_orchestration_step_results
                 group by 1 having count(*) > 1) twice
                """);
        assertNone(database, "steps without exactly their two events, or without their notification", """
                (select message -> 'metadata' ->> 'step_uuid' as step, count(*) as events
                 from %s sent group by 1) fired
                full join (select message ->> 'step_uuid' as step from pgmq.q_orchestration_step_results) sent
                using (step)
                where events is distinct from 2 or sent.step is null
                """.formatted(
                        EVENTS));
        assertNone(database, "accepted rows whose messages are not there", """
                tasker_events.accepted_results accepted
                where not exists (select from pgmq.q_orchestration_step_results sent
                                  where sent.msg_id = notification_msg_id
                                  and sent.message ->> 'step_uuid' = accepted.step_uuid::text)
                or (select count(*) from %s sent
                    where sent.msg_id = any(event_msg_ids)
                    and sent.message -> 'metadata' ->> 'step_uuid' = accepted.step_uuid::text) <> 2
                """.formatted(EVENTS));
    }

    private static void load(Database database, String table, Queue<Message> messages) {
        database.execute("drop table if exists " + table);
        database.execute("create table " + table + " (id text not null, msg_id bigint not null)");
        database.execute(
                "insert into " + table
                        + " select id, msg_id::bigint from unnest(?::text[], ?::text[]) as known (id, msg_id)",
                column(messages, Message::id),
                column(messages, message -> Long.toString(message.msgId())));
    }

    private static Object column(Queue<Message> messages, Function<Message, String> field) {
        return List.copyOf(messages).stream().map(field).toArray(String[]::new);
    }

    private static void assertNone(Database database, String what, String where) {
        assertThat(database.number("select count(*) from " + where)).as(what).isZero();
    }
}
