package systems.tasker.events.postgres.pgmq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A later PGMQ adds overloads of its functions, which makes a call with parameters of unknown type ambiguous. */
class ParameterTypesTest {

    private static final Pattern CALL = Pattern.compile("pgmq\\.(?:[a-z_]+)\\(([^()]*)\\)");
    private static final Pattern WITHOUT_TYPE = Pattern.compile("\\$\\d+(?![\\d:])");

    @Test
    void castsEveryParameterOfPgmqFunctions() throws IOException {
        var calls = new ArrayList<String>();
        try (var sources = Files.walk(Path.of("src/main/java"))) {
            for (var source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                CALL.matcher(Files.readString(source)).results().forEach(call -> calls.add(call.group()));
            }
        }

        assertThat(calls)
                .hasSizeGreaterThan(10)
                .noneMatch(call -> WITHOUT_TYPE.matcher(call).find());
    }
}
