package systems.tasker.events.template;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;

import systems.tasker.events.template.ReloadResult.Outcome;

/**
 * Activates the templates of changed files, all or none.
 *
 * <pre>
 * files ─▶ read ─▶ problems? ──any──▶ refused, the active templates stay
 *                  breaks consumers of active events? ──yes──▶ refused
 *       ─▶ same as the active templates? ──yes──▶ unchanged
 *       ─▶ prepare: their queues ──failed──▶ refused, retried at the next poll
 *       ─▶ activate atomically
 * </pre>
 */
public final class TemplateReload {

    private static final Logger LOG = Logger.getLogger(TemplateReload.class);
    private static final TemplateChanges NONE = new TemplateChanges(List.of(), List.of(), List.of());
    // Keeps the log line readable.
    private static final int MOST_NAMES = 50;

    private final TemplateFiles files;
    private final KnownPublishers publishers;
    private final TemplateCatalog catalog;
    private final TemplatePreparation preparation;
    private final Clock clock;
    private final Map<Outcome, LongAdder> ended = new EnumMap<>(Outcome.class);
    private volatile List<TemplateProblem> problems = List.of();
    private volatile Instant activeSince;
    private volatile boolean retryable;

    TemplateReload(
            TemplateFiles files,
            KnownPublishers publishers,
            TemplateCatalog catalog,
            TemplatePreparation preparation,
            Clock clock) {
        this.files = files;
        this.publishers = publishers;
        this.catalog = catalog;
        this.preparation = preparation;
        this.clock = clock;
        this.activeSince = clock.instant();
        for (var outcome : Outcome.values()) {
            ended.put(outcome, new LongAdder());
        }
    }

    /** Reads the files and activates their templates, or reports why not; blocks until done, calls are serialized. */
    public synchronized ReloadResult reload() {
        var reading =
                TemplateReading.of(files.read(), publishers, files.limits()).comparedWith(active());
        var result = reading.problems().isEmpty()
                ? activate(reading.set(), reading.warnings())
                : refused(reading.problems(), false);
        ended.get(result.outcome()).increment();
        return result;
    }

    /** Validates these templates alone as a reload would; changes nothing. */
    public TemplateCheck validate(List<TemplateSource> sources) {
        var content = new TemplateFiles.Content(sources, List.of());
        return TemplateCheck.of(
                TemplateReading.of(content, publishers, files.limits()).comparedWith(active()));
    }

    /** Why the files' templates are not active, as of the last reload; empty when they are. */
    public List<TemplateProblem> problems() {
        return problems;
    }

    /** The time from which the active templates are active. */
    public Instant activeSince() {
        return activeSince;
    }

    /** The number of reloads with this outcome. */
    public long ended(Outcome outcome) {
        return ended.get(outcome).sum();
    }

    /** Whether another reload may succeed although no file changed. */
    boolean isRetryable() {
        return retryable;
    }

    private ReloadResult activate(TemplateSet next, List<TemplateProblem> warnings) {
        var before = List.copyOf(catalog.templates());
        var after = List.copyOf(next.templates().values());
        if (before.equals(after)) {
            if (!problems.isEmpty()) {
                LOG.infof("Task template files match the active templates again: templates=%d", after.size());
            }
            settled(List.of(), false);
            return new ReloadResult(Outcome.UNCHANGED, after.size(), NONE, List.of());
        }
        try {
            preparation.prepare(after);
        } catch (RuntimeException fault) {
            LOG.debug("Preparation of task templates failed", fault);
            return refused(List.of(preparationFailed(fault)), true);
        }
        catalog.put(next);
        activeSince = clock.instant();
        settled(List.of(), false);
        log(warnings);
        var changes = TemplateChanges.between(before, after);
        LOG.infof(
                "Task templates reloaded: templates=%d events_added=%s events_removed=%s events_changed=%s",
                after.size(), names(changes.added()), names(changes.removed()), names(changes.changed()));
        return new ReloadResult(Outcome.RELOADED, after.size(), changes, List.of());
    }

    private ReloadResult refused(List<TemplateProblem> why, boolean retryable) {
        // Polling every few seconds would fill the log with the same problems.
        if (!why.equals(problems)) {
            LOG.warnf(
                    "Task templates rejected, the active ones stay: %s",
                    new InvalidTemplatesException(why).getMessage());
        }
        settled(why, retryable);
        return new ReloadResult(Outcome.REFUSED, catalog.templates().size(), NONE, why);
    }

    private void settled(List<TemplateProblem> why, boolean retryable) {
        this.problems = why;
        this.retryable = retryable;
    }

    private EventContracts active() {
        return EventContracts.of(catalog.templates());
    }

    private TemplateProblem preparationFailed(RuntimeException fault) {
        var detail = fault.getMessage() == null ? fault.toString() : fault.getMessage();
        return new TemplateProblem(
                files.root().toString(), 0, "", "cannot be activated: " + detail, "it is retried automatically");
    }

    /** Logs what is ignored in declared events. */
    static void log(List<TemplateProblem> warnings) {
        if (!warnings.isEmpty()) {
            LOG.warnf(
                    "Task templates have keys that are ignored: %d%s",
                    warnings.size(),
                    warnings.stream()
                            .limit(MOST_NAMES)
                            .map(warning -> "\n  " + warning)
                            .collect(Collectors.joining()));
        }
    }

    private static String names(List<String> events) {
        return events.size() <= MOST_NAMES
                ? events.toString()
                : events.subList(0, MOST_NAMES) + " and " + (events.size() - MOST_NAMES) + " more";
    }
}
