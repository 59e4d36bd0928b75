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

/** Notes at build time which publishers are {@link NonBlocking}; annotations are not read at run time, least of all in a native image. */
public class NonBlockingPublishersExtension implements BuildCompatibleExtension {

    private final Set<String> classes = new TreeSet<>();

    @Registration(types = BasePublisher.class)
    public void note(BeanInfo bean) {
        if (bean.declaringClass().hasAnnotation(NonBlocking.class)) {
            classes.add(bean.declaringClass().name());
        }
    }

    @Synthesis
    public void provide(SyntheticComponents components) {
        components
                .addBean(NonBlockingPublishers.class)
                .type(NonBlockingPublishers.class)
                .scope(Singleton.class)
                .withParam("classes", classes.toArray(String[]::new))
                .createWith(Creator.class);
    }

    /** Makes the bean out of what was noted. */
    public static class Creator implements SyntheticBeanCreator<NonBlockingPublishers> {

        @Override
        public NonBlockingPublishers create(Instance<Object> lookup, Parameters params) {
            return new NonBlockingPublishers(Set.of(params.get("classes", String[].class)));
        }
    }
}
