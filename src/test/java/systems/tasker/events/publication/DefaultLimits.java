package systems.tasker.events.publication;

import io.smallrye.config.SmallRyeConfigBuilder;

import systems.tasker.events.json.JsonConfig;

/** What a submission may hold by default. */
public final class DefaultLimits {

    private DefaultLimits() {}

    public static JsonConfig submission() {
        return config(JsonConfig.class);
    }

    public static <T> T config(Class<T> mapping) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(mapping)
                .build()
                .getConfigMapping(mapping);
    }
}
