package systems.tasker.events.postgres.ledger;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import systems.tasker.events.fixture.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A model in Promela, checked in all its states by spin and gcc.
 *
 * @param file its name in {@code src/test/spin}
 * @param folder where the checker is built
 */
record SpinModel(String file, Path folder) {

    /**
     * Checks the model.
     *
     * @param definitions what its preprocessor gets
     * @return what the checker reports
     */
    String check(String... definitions) {
        var model = Path.of("src/test/spin", file).toAbsolutePath().toString();
        run(Stream.of(List.of("spin"), List.of(definitions), List.of("-a", model)));
        // With -O2 the compiler takes longer than the checker, which ends at the first error.
        run(Stream.of(List.of("gcc", "-O1", "-DSAFETY", "-DCOLLAPSE", "-DMEMLIM=2048", "-o", "pan", "pan.c")));
        return run(Stream.of(List.of("./pan", "-m100000")));
    }

    private String run(Stream<List<String>> command) {
        var result = Tool.run(folder, Map.of(), command.flatMap(List::stream).toArray(String[]::new));
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }
}
