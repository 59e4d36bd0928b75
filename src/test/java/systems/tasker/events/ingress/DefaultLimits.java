package systems.tasker.events.ingress;

import io.smallrye.config.SmallRyeConfigBuilder;

/** What a request may hold unless somebody says otherwise. */
final class DefaultLimits {

    private DefaultLimits() {}

    static IngressConfig config() {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(IngressConfig.class)
                .build()
                .getConfigMapping(IngressConfig.class);
    }
}
