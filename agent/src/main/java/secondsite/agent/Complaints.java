package secondsite.agent;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;
import secondsite.agent.configuration.ConfigurationException;

/** Says what went wrong in one line, and tells wrong input from failed work. */
final class Complaints implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
        line.getErr().println("secondsite: " + Optional.ofNullable(e.getMessage()).orElse(e.toString()));
        for (Throwable more : e.getSuppressed()) {
            line.getErr().println("  also: " + more.getMessage());
        }
        return e instanceof ConfigurationException ? Main.WRONG : Main.FAILED;
    }
}
