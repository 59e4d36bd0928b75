package systems.tasker.events.template;

import jakarta.inject.Singleton;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import org.jboss.logging.Logger;

/**
 * Polls the template files and reloads them once they have changed and are stable.
 *
 * <p>File system notifications would miss changes of mounted ConfigMaps, whose links stay the same, and changes by other machines on a
 * network drive.
 */
@Singleton
class TemplateWatch {

    private static final Logger LOG = Logger.getLogger(TemplateWatch.class);

    private final TemplateFiles files;
    private final TemplateReload reload;
    private String seen;

    TemplateWatch(TemplateFiles files, TemplateReload reload) {
        this.files = files;
        this.reload = reload;
        this.seen = files.lastRead();
    }

    @Scheduled(
            every = "{tasker.templates.poll-interval}",
            delayed = "{tasker.templates.poll-interval}",
            concurrentExecution = ConcurrentExecution.SKIP)
    synchronized void poll() {
        var now = files.fingerprint();
        var standsStill = now.equals(seen);
        seen = now;
        if (standsStill && (!now.equals(files.lastRead()) || reload.isRetryable())) {
            LOG.debugf("Task templates have changed: path=%s", files.root());
            reload.reload();
        }
    }
}
