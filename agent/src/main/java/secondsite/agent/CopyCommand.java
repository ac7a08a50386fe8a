package secondsite.agent;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import secondsite.agent.control.Order;

/** Orders about first copies. */
@Command(name = "copy", description = "Pauses and resumes first copies.", mixinStandardHelpOptions = true)
final class CopyCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "pause or resume?");
    }

    @Command(name = "pause", description = "Stops first copies; what is copied stays copied.", mixinStandardHelpOptions = true)
    int pause(@Mixin ControlOptions options) throws Exception {
        options.client().give(Order.of(Order.Verb.COPY_PAUSE, options.disks()));
        return 0;
    }

    @Command(name = "resume", description = "Goes on with first copies.", mixinStandardHelpOptions = true)
    int resume(@Mixin ControlOptions options) throws Exception {
        options.client().give(Order.of(Order.Verb.COPY_RESUME, options.disks()));
        return 0;
    }
}
