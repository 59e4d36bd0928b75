package systems.tasker.events.http;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;

/**
 * Leaves the validation of request targets to {@link RequestGuard}: Quarkus answers an invalid one with an empty 400 before any route, and
 * logs nothing.
 *
 * <p>What switches it off is a system property and no setting. Interceptors of the configuration are created before the HTTP server reads
 * it; in the binary, which reads it when it is built, {@code META-INF/native-image} sets it.
 */
@StaticInitSafe
public final class TargetValidation implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    /** Only Quarkus' HTTP server reads it. */
    private static final String DISABLED = "vertx.disableURIValidation";

    static {
        System.setProperty(DISABLED, "true");
    }

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        return context.proceed(name);
    }
}
