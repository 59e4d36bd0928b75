package systems.tasker.events.postgres.doctor;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.mutiny.sqlclient.Pool;
import org.eclipse.microprofile.config.Config;

import systems.tasker.events.postgres.doctor.Expectations.ServiceSettings;
import systems.tasker.events.postgres.pgmq.ConnectionTimeouts;
import systems.tasker.events.template.TemplateInspection;
import systems.tasker.events.template.TemplateProblem;
import systems.tasker.events.template.queues.QueuePlan;

/** Wires the doctor with what the configuration says. */
@Singleton
class DoctorBeans {

    // Of the reactive datasource, when nothing is set.
    private static final int DEFAULT_POOL_SIZE = 20;

    @Produces
    @Singleton
    Doctor doctor(Pool pool, DoctorConfig config, Config all, TemplateInspection templates, Clock clock) {
        var service = service(config, all);
        var notificationQueue = all.getValue("tasker.publication.notification.queue", String.class);
        return new Doctor(
                pool, () -> expectations(templates.inspect(), notificationQueue, service, clock), accepted(config));
    }

    private static Expectations expectations(
            TemplateInspection.Inspected templates, String notificationQueue, ServiceSettings service, Clock clock) {
        var problems = new ArrayList<>(templates.problems());
        try {
            var plan = new QueuePlan(notificationQueue, templates.templates());
            return new Expectations(plan.queues(), plan.orderedQueues(), problems, service, clock);
        } catch (IllegalStateException contradiction) {
            problems.add(new TemplateProblem(
                    "all templates", 0, "", contradiction.getMessage(), "change fan_out, or the notification queue"));
            return new Expectations(Set.of(notificationQueue), Set.of(), problems, service, clock);
        }
    }

    private static ServiceSettings service(DoctorConfig config, Config all) {
        var pool = all.getOptionalValue("quarkus.datasource.reactive.max-size", Integer.class)
                .orElse(DEFAULT_POOL_SIZE);
        var notifies = all.getValue("tasker.pgmq.notify-consumers", Boolean.class);
        var url = all.getOptionalValue("quarkus.datasource.reactive.url", String.class);
        var listener = all.getOptionalValue("quarkus.datasource.listener.reactive.url", String.class);
        return new ServiceSettings(
                config.replicas(),
                pool + (notifies ? 1 : 0),
                notifies && url.equals(listener),
                ConnectionTimeouts.lock(all.getValue("tasker.ledger.timeout", Duration.class)),
                all.getValue("tasker.queues.max-message-age", Duration.class),
                all.getValue("tasker.queues.sample.xmin-age-threshold", Long.class),
                all.getValue("tasker.ledger.retention", Duration.class));
    }

    private static Set<FindingType> accepted(DoctorConfig config) {
        return config.accept().orElse(Set.of()).stream()
                .map(label -> FindingType.of(label)
                        .orElseThrow(
                                () -> new ConfigurationException("tasker.doctor.accept: there is no finding " + label)))
                .collect(Collectors.toSet());
    }
}
