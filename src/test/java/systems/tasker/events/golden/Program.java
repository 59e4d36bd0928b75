package systems.tasker.events.golden;

import java.util.List;

/** The program, run with arguments to its end. */
public interface Program {

    /** What came of it. */
    record Run(int exitCode, String out, String err) {}

    Run run(List<String> arguments) throws Exception;
}
