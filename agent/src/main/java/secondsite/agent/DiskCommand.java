package secondsite.agent;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Single disks, without a deployment. */
@Command(name = "disk", description = "Single disks, without a deployment.", mixinStandardHelpOptions = true, subcommands = DiskServeCommand.class)
final class DiskCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what about the disk? serve");
    }
}
