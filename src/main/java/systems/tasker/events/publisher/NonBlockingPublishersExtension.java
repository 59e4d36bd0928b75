package systems.tasker.events.publisher;

import java.util.Set;
import java.util.TreeSet;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.inject.Singleton;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;

/**
 * Notes at build time which publishers are {@link NonBlocking}, and which {@link RunOnVirtualThread}.
 *
 * <p>Annotations are not read at run time, least of all in a native image.
 */
public class NonBlockingPublishersExtension implements BuildCompatibleExtension {

    private final Set<String> nonBlocking = new TreeSet<>();
    private final Set<String> virtual = new TreeSet<>();

    @Registration(types = BasePublisher.class)
    public void note(BeanInfo bean) {
        if (bean.declaringClass().hasAnnotation(NonBlocking.class)) {
            nonBlocking.add(bean.declaringClass().name());
        }
        if (bean.declaringClass().hasAnnotation(RunOnVirtualThread.class)) {
            virtual.add(bean.declaringClass().name());
        }
    }

    @Synthesis
    public void provide(SyntheticComponents components) {
        components
                .addBean(PublisherThreads.class)
                .type(PublisherThreads.class)
                .scope(Singleton.class)
                .withParam("nonBlocking", nonBlocking.toArray(String[]::new))
                .withParam("virtual", virtual.toArray(String[]::new))
                .createWith(Creator.class);
    }

    /** Makes the bean out of what was noted. */
    public static class Creator implements SyntheticBeanCreator<PublisherThreads> {

        @Override
        public PublisherThreads create(Instance<Object> lookup, Parameters params) {
            return new PublisherThreads(
                    Set.of(params.get("nonBlocking", String[].class)), Set.of(params.get("virtual", String[].class)));
        }
    }
}
