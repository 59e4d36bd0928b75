package systems.tasker.events.postgres.doctor;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import systems.tasker.events.template.TemplateProblem;

/**
 * What the configuration and the templates demand of the database.
 *
 * @param queues the queues that must exist, dead-letter queues included
 * @param orderedQueues those of them with events that have an ordering key
 * @param templateProblems why templates cannot be activated
 * @param service the settings of the service
 * @param clock the service's clock
 */
record Expectations(
        Set<String> queues,
        Set<String> orderedQueues,
        List<TemplateProblem> templateProblems,
        ServiceSettings service,
        Clock clock) {

    Expectations {
        queues = Set.copyOf(queues);
        orderedQueues = Set.copyOf(orderedQueues);
        templateProblems = List.copyOf(templateProblems);
    }

    /**
     * Settings of the service that the database has to fit.
     *
     * @param replicas replicas of the service at most
     * @param connections connections per replica
     * @param listenerNeedsSession whether the connection that listens for notifications has the URL of the pool
     * @param lockTimeout time that a commit waits for a lock
     * @param maxMessageAge age from which a message is too old
     * @param xminAgeThreshold age of a snapshot, in transactions, that is too old
     * @param retention age from which accepted results are deleted
     */
    record ServiceSettings(
            int replicas,
            int connections,
            boolean listenerNeedsSession,
            Duration lockTimeout,
            Duration maxMessageAge,
            long xminAgeThreshold,
            Duration retention) {}
}
