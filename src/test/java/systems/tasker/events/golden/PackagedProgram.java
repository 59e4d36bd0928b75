package systems.tasker.events.golden;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import systems.tasker.events.fixture.CommandRun;
import systems.tasker.events.fixture.ServiceJar;

/** What the build has packaged, a jar or a binary, as a process. */
final class PackagedProgram implements Program {

    private static final Path TARGET = Path.of("target");

    private final List<String> command;

    PackagedProgram() throws Exception {
        var artifact = new Properties();
        try (var file = Files.newInputStream(TARGET.resolve("quarkus-artifact.properties"))) {
            artifact.load(file);
        }
        var path = TARGET.resolve(artifact.getProperty("path")).toString();
        command = artifact.getProperty("type").equals("native") ? List.of(path) : ServiceJar.command();
    }

    @Override
    public CommandRun run(List<String> arguments) throws Exception {
        var whole = new ArrayList<>(command);
        whole.addAll(arguments);
        return CommandRun.run(Map.of(), whole);
    }
}
