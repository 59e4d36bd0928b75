package systems.tasker.events.publisher;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

import systems.tasker.events.template.EventDeclaration;
import systems.tasker.events.template.KnownPublishers;

/** The publishers there are, by the name that templates use; immutable and thread-safe. */
public final class PublisherRegistry implements KnownPublishers {

    private final TreeMap<String, RegisteredPublisher> publishers = new TreeMap<>();

    /**
     * Registers the default publisher and the custom ones.
     *
     * @param custom the beans, not their client proxies
     * @param threads where their classes asked to run
     * @param virtualThreads where Java has them
     * @throws IllegalStateException when two of them have the same name, or one has none
     */
    PublisherRegistry(
            List<BasePublisher> custom,
            PublisherThreads threads,
            Optional<? extends Executor> virtualThreads,
            PublisherLimits limits,
            Clock clock) {
        this(custom, clock, publisher -> {
            var type = publisher.getClass().getName();
            var name = nameOf(publisher);
            if (threads.nonBlocking().contains(type)) {
                return inline(name, publisher);
            }
            var own = virtualThreads
                    .filter(have -> threads.virtual().contains(type))
                    .map(virtual -> OwnThreads.virtual(name, limits, virtual))
                    .orElseGet(() -> OwnThreads.workers(name, limits));
            return new RegisteredPublisher(name, publisher, false, own);
        });
    }

    private PublisherRegistry(
            List<BasePublisher> custom, Clock clock, Function<BasePublisher, RegisteredPublisher> registered) {
        register(inline(DefaultPublisher.NAME, new DefaultPublisher(clock)));
        custom.forEach(publisher -> register(registered.apply(publisher)));
    }

    /** A registry whose publishers all run on the caller's thread and without a time limit, for tests, which a debugger may halt. */
    public static PublisherRegistry onCallersThread(List<BasePublisher> custom, Clock clock) {
        return new PublisherRegistry(custom, clock, publisher -> inline(nameOf(publisher), publisher));
    }

    /**
     * The same publishers for a simulation: only the hooks without effects are called, on other threads than those of the service.
     *
     * @param clock the clock of the default publisher
     */
    public PublisherRegistry withPureHooks(Clock clock) {
        return new PublisherRegistry(clock, all());
    }

    private PublisherRegistry(Clock clock, Collection<RegisteredPublisher> others) {
        register(inline(DefaultPublisher.NAME, new DefaultPublisher(clock)));
        others.stream().filter(publisher -> !publisher.isDefault()).forEach(publisher -> {
            var caller = publisher.caller() instanceof OwnThreads threads ? threads.single() : publisher.caller();
            var pure = new PureHooks(publisher.name(), publisher.publisher());
            register(new RegisteredPublisher(publisher.name(), pure, publisher.isNonBlocking(), caller));
        });
    }

    private static RegisteredPublisher inline(String name, BasePublisher publisher) {
        return new RegisteredPublisher(name, publisher, true, new InlineExecution());
    }

    /** The name of a bean, which is asked for it once: one that changes at run time would be another publisher. */
    private static String nameOf(BasePublisher publisher) {
        String name;
        try {
            name = publisher.name();
        } catch (RuntimeException | LinkageError thrown) {
            throw new IllegalStateException(
                    "The name of publisher " + publisher.getClass().getName() + " cannot be read: " + thrown, thrown);
        }
        if (name == null || name.isBlank()) {
            throw new IllegalStateException("Publisher " + publisher.getClass().getName()
                    + " has no name: its name() returns null or a blank text");
        }
        return name;
    }

    private void register(RegisteredPublisher publisher) {
        var earlier = publishers.putIfAbsent(publisher.name(), publisher);
        if (earlier != null) {
            throw new IllegalStateException("Publisher name '" + publisher.name() + "' is taken twice: by "
                    + earlier.className() + " and by " + publisher.className() + "; change name() of one of them");
        }
    }

    /** Every publisher, sorted by name. */
    public Collection<RegisteredPublisher> all() {
        return publishers.values();
    }

    public Optional<RegisteredPublisher> find(String name) {
        return Optional.ofNullable(publishers.get(name));
    }

    /** The publisher of a declared event: every name is known, because files and contexts are validated against this registry. */
    public RegisteredPublisher of(EventDeclaration event) {
        return event.publisher().flatMap(this::find).orElseGet(this::defaultPublisher);
    }

    /** The one that events without a custom publisher use. */
    public RegisteredPublisher defaultPublisher() {
        return publishers.get(DefaultPublisher.NAME);
    }

    @Override
    public SortedSet<String> names() {
        return new TreeSet<>(publishers.keySet());
    }

    void stop() {
        all().forEach(publisher -> {
            if (publisher.caller() instanceof OwnThreads threads) {
                threads.stop();
            }
        });
    }

    private static final class InlineExecution implements RegisteredPublisher.Caller {

        @Override
        public <T> Uni<T> call(Callable<T> work) {
            try {
                return Uni.createFrom().item(work.call());
            } catch (Throwable thrown) {
                return Uni.createFrom().failure(thrown);
            }
        }
    }
}
