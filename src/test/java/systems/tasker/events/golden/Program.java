package systems.tasker.events.golden;

import java.util.List;

import systems.tasker.events.fixture.CommandRun;

/** The program, run with arguments to its end. */
public interface Program {

    CommandRun run(List<String> arguments) throws Exception;
}
