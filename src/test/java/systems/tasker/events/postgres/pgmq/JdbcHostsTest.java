package systems.tasker.events.postgres.pgmq;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JdbcHostsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "jdbc:postgresql://a:5432/db,postgresql://b:5433/db > jdbc:postgresql://a:5432,b:5433/db?targetServerType=primary",
                "jdbc:postgresql://a/db?ssl=true,postgresql://b/db > jdbc:postgresql://a,b/db?ssl=true&targetServerType=primary",
                "'jdbc:postgresql://a/db, postgresql://b' > jdbc:postgresql://a,b/db?targetServerType=primary"
            })
    void joinsTheHostsOfSeveralUrls(String derived, String expected) {
        assertThat(JdbcHosts.url(derived)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://embedded/postgres",
                "jdbc:postgresql://a:5432,b:5432/db?targetServerType=primary",
                "jdbc:postgresql://a/db?options=-c%20a=b,c"
            })
    void keepsOneUrl(String url) {
        assertThat(JdbcHosts.url(url)).isEqualTo(url);
    }
}
