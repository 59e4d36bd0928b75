package systems.tasker.events.observability.queues;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import systems.tasker.events.observability.StatusReason;
import systems.tasker.events.observability.StatusSource;
import systems.tasker.events.postgres.pgmq.QueuesConfig;
import systems.tasker.events.queue.QueueName;

/** Reports problems that the last sample of the queues shows. */
@Singleton
class QueueStatus implements StatusSource {

    private final QueueSampler sampler;
    private final Duration maxMessageAge;

    QueueStatus(QueueSampler sampler, QueuesConfig config) {
        this.sampler = sampler;
        this.maxMessageAge = config.maxMessageAge();
    }

    @Override
    public List<StatusReason> reasons() {
        var reasons = new ArrayList<StatusReason>();
        sampler.fault()
                .ifPresent(fault -> reasons.add(StatusReason.stalled(
                        "database_away",
                        "The queues cannot be looked at, the figures are those of "
                                + sampler.latest().sampledAt() + ": " + fault)));
        if (sampler.isStale() && sampler.fault().isEmpty()) {
            reasons.add(StatusReason.degraded(
                    "sample_stale",
                    "The queues were last sampled %d s ago, so their figures and reasons may be out of date"
                            .formatted(sampler.age().toSeconds())));
        }
        sampler.faultyQueues()
                .forEach((queue, fault) ->
                        reasons.add(StatusReason.degraded("queue_not_durable", fault.sentence(queue))));
        var queues = sampler.latest().queues();
        var deadLetters = queues.stream()
                .map(queue -> new QueueName(queue.name()).deadLetters())
                .collect(Collectors.toSet());
        queues.stream()
                .filter(queue -> !deadLetters.contains(new QueueName(queue.name())))
                .filter(queue ->
                        queue.oldestAgeSeconds() != null && queue.oldestAgeSeconds() > maxMessageAge.toSeconds())
                .forEach(queue -> reasons.add(StatusReason.degraded(
                        "queue_old",
                        "%s: its oldest message has been there for %s; %d wait, %d are with a consumer"
                                .formatted(
                                        queue.name(),
                                        Duration.ofSeconds(queue.oldestAgeSeconds()),
                                        queue.visible(),
                                        queue.inFlight()))));
        sampler.pinning()
                .ifPresent(holder -> reasons.add(StatusReason.degraded(
                        "queues_pinned",
                        "Consumed messages cannot be removed from their tables because of the %s (%s), which sees what was %d transactions ago"
                                .formatted(holder.name(), holder.application(), holder.transactions()))));
        return reasons;
    }
}
