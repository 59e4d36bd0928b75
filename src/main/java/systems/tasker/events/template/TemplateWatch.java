package systems.tasker.events.template;

import jakarta.inject.Singleton;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import org.jboss.logging.Logger;

/**
 * Looks at the template files now and then, and reloads them once they have changed and stand still.
 *
 * <p>The system's own notifications would miss changes of mounted ConfigMaps, whose files are links that stay as they are, and those that
 * another machine makes on a network drive.
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
    synchronized void look() {
        var now = files.fingerprint();
        var standsStill = now.equals(seen);
        seen = now;
        if (standsStill && (!now.equals(files.lastRead()) || reload.isWorthAnotherTry())) {
            LOG.debugf("Task templates have changed: path=%s", files.root());
            reload.reload();
        }
    }
}
