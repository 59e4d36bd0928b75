package systems.tasker.events.postgres.pgmq;

import java.util.Arrays;
import java.util.stream.Collectors;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;

/**
 * Writes the servers of {@code quarkus.datasource.reactive.url}, which are URLs separated by commas, as one URL of JDBC, which the
 * migrations use: its hosts, and only the primary among them.
 */
public final class JdbcHosts implements ConfigSourceInterceptor {

    static final String PROPERTY = "quarkus.datasource.jdbc.url";

    private static final long serialVersionUID = 1L;
    private static final String PREFIX = "jdbc:";
    private static final String SCHEME = "postgresql://";

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        var value = context.proceed(name);
        return value != null && name.equals(PROPERTY) && value.getValue() != null
                ? value.withValue(url(value.getValue()))
                : value;
    }

    /** One URL of JDBC; what is none of several servers stays as it is. */
    static String url(String derived) {
        var urls = derived.split(",");
        if (urls.length == 1
                || !Arrays.stream(urls).skip(1).allMatch(url -> url.strip().startsWith(SCHEME))) {
            return derived;
        }
        var hosts = Arrays.stream(urls)
                .map(url -> afterScheme(url).split("[/?]", 2)[0])
                .collect(Collectors.joining(","));
        var rest = afterScheme(urls[0])
                .substring(afterScheme(urls[0]).split("[/?]", 2)[0].length());
        return PREFIX + SCHEME + hosts + rest + (rest.contains("?") ? "&" : "?") + "targetServerType=primary";
    }

    private static String afterScheme(String url) {
        return url.substring(url.indexOf(SCHEME) + SCHEME.length()).strip();
    }
}
