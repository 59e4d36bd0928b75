package systems.tasker.events.subscriber;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.inject.Singleton;

import io.smallrye.common.annotation.RunOnVirtualThread;

/**
 * Notes at build time what {@link SubscribesTo} and {@link RunOnVirtualThread} say.
 *
 * <p>Annotations are not read at run time, least of all in a native image.
 */
public class SubscribesToExtension implements BuildCompatibleExtension {

    private final Map<String, String> patterns = new TreeMap<>();
    private final Set<String> onVirtualThreads = new TreeSet<>();

    @Registration(types = BaseSubscriber.class)
    public void note(BeanInfo bean) {
        var annotation = bean.declaringClass().annotation(SubscribesTo.class);
        if (annotation != null) {
            patterns.put(
                    bean.declaringClass().name(),
                    annotation.value().asArray().stream()
                            .map(member -> member.asString())
                            .collect(Collectors.joining(" ")));
        }
    }

    // Any bean may have observer methods.
    @Registration(types = Object.class)
    public void noteThreads(BeanInfo bean) {
        if (bean.isClassBean() && bean.declaringClass().hasAnnotation(RunOnVirtualThread.class)) {
            onVirtualThreads.add(bean.declaringClass().name());
        }
    }

    @Synthesis
    public void provide(SyntheticComponents components) {
        components
                .addBean(DeclaredSubscriptions.class)
                .type(DeclaredSubscriptions.class)
                .scope(Singleton.class)
                .withParam("classes", patterns.keySet().toArray(String[]::new))
                .withParam("patterns", patterns.values().toArray(String[]::new))
                .withParam("onVirtualThreads", onVirtualThreads.toArray(String[]::new))
                .createWith(Creator.class);
    }

    /** Makes the bean out of what was noted. */
    public static class Creator implements SyntheticBeanCreator<DeclaredSubscriptions> {

        @Override
        public DeclaredSubscriptions create(Instance<Object> lookup, Parameters params) {
            var classes = params.get("classes", String[].class);
            var patterns = params.get("patterns", String[].class);
            var declared = new HashMap<String, String>();
            for (int i = 0; i < classes.length; i++) {
                declared.put(classes[i], patterns[i]);
            }
            return new DeclaredSubscriptions(declared, Set.of(params.get("onVirtualThreads", String[].class)));
        }
    }
}
