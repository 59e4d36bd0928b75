package systems.tasker.events.golden;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/** What a case left in the live tail and in the queues. */
record Traces(List<LiveTail.Frame> events, List<Queues.Message> messages) {

    /** The traces step by step: there is no order across steps, which share commits. */
    Traces by(List<String> steps) {
        return new Traces(
                events.stream()
                        .sorted(Comparator.comparing(event -> first(steps, event.data())))
                        .toList(),
                messages.stream()
                        .sorted(Comparator.comparing(Queues.Message::queue)
                                .thenComparing(message -> first(steps, message.message())))
                        .toList());
    }

    private static int first(List<String> steps, String text) {
        return (int) steps.stream().takeWhile(step -> !text.contains(step)).count();
    }

    /**
     * Writes it down: each event as the live tail shows it, which is what the service wrote, and each message. That of an event is not
     * written again when it is the same but for PostgreSQL's spelling.
     *
     * @param answers what the caller was told, which has to say where the messages are
     */
    void append(StringBuilder text, Queues queues, List<String> answers) throws SQLException {
        for (var event : events) {
            text.append("--- event ")
                    .append(event.event())
                    .append('\n')
                    .append(event.data())
                    .append('\n');
        }
        for (var message : messages) {
            var told = "\"queue\":\"" + message.queue() + "\",\"msg_id\":" + message.id();
            text.append("--- queue ")
                    .append(message.queue())
                    .append(answers.stream().anyMatch(answer -> says(answer, told)) ? ", as the answer says" : "")
                    .append('\n');
            text.append(body(message, queues)).append('\n');
            if (message.headers() != null) {
                text.append(message.headers()).append('\n');
            }
        }
    }

    private static boolean says(String answer, String told) {
        return answer.contains(told + "}") || answer.contains(told + ",");
    }

    private String body(Queues.Message message, Queues queues) throws SQLException {
        for (var event : events) {
            if (queues.spelled(event.data()).equals(message.message())) {
                return "the event "
                        + event.data().substring("{\"event_id\":\"".length(), "{\"event_id\":\"".length() + 36);
            }
        }
        return message.message();
    }
}
