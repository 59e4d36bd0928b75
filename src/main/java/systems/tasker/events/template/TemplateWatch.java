package systems.tasker.events.template;

import java.time.Duration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;

import systems.tasker.events.observability.PeriodicTask;

/**
 * Polls the template files and reloads them once they have changed and are stable.
 *
 * <p>File system notifications would miss changes of mounted ConfigMaps, whose links stay the same, and changes by other machines on a
 * network drive.
 */
@Singleton
class TemplateWatch implements PeriodicTask {

    private static final Logger LOG = Logger.getLogger(TemplateWatch.class);

    private final TemplateFiles files;
    private final TemplateReload reload;
    private final Duration interval;
    private String seen;

    @Inject
    TemplateWatch(TemplateFiles files, TemplateReload reload, TemplatesConfig config) {
        this(files, reload, config.pollInterval());
    }

    TemplateWatch(TemplateFiles files, TemplateReload reload, Duration interval) {
        this.interval = interval;
        this.files = files;
        this.reload = reload;
        this.seen = files.lastRead();
    }

    @Override
    public Duration interval() {
        return interval;
    }

    /** On a worker thread, because it reads files. */
    @Override
    public Uni<Void> run() {
        return Uni.createFrom().voidItem().invoke(this::poll).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

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
