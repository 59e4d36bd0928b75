package systems.tasker.events.publication;

import io.smallrye.config.SmallRyeConfigBuilder;

/** What a submission may hold by default. */
public final class DefaultLimits {

    private DefaultLimits() {}

    public static SubmissionConfig submission() {
        return config(SubmissionConfig.class);
    }

    public static <T> T config(Class<T> mapping) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(mapping)
                .build()
                .getConfigMapping(mapping);
    }
}
