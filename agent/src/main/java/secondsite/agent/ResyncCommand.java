package secondsite.agent;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import secondsite.agent.control.Order;

/** Orders about comparisons. */
@Command(name = "resync", description = "Starts, pauses and resumes the comparison of disks with their replicas.", mixinStandardHelpOptions = true)
final class ResyncCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "start or pause?");
    }

    @Command(name = "start", description = "Compares what has to be compared, now; or goes on with it.", mixinStandardHelpOptions = true)
    int start(@Mixin ControlOptions options,
            @Option(names = "--all", description = "The whole disk, whether that is required or not.") boolean all)
            throws Exception {
        options.client().give(
                Order.of(all ? Order.Verb.RESYNC_ALL : Order.Verb.RESYNC_RESUME, options.disks()));
        return 0;
    }

    @Command(name = "pause", description = "Stops comparisons; what is compared stays compared.", mixinStandardHelpOptions = true)
    int pause(@Mixin ControlOptions options) throws Exception {
        options.client().give(Order.of(Order.Verb.RESYNC_PAUSE, options.disks()));
        return 0;
    }
}
