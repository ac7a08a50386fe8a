package secondsite.server;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import secondsite.server.deployment.DeploymentFiles;
import secondsite.server.deployment.DeploymentPlan;
import secondsite.server.deployment.PlanWords;

/** Makes deployments. */
@Command(name = "deployment", description = "Makes the certificates and configuration files of a deployment.", subcommands = DeploymentVerb.Create.class)
final class DeploymentVerb implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Makes one. */
    @Command(name = "create", description = "Makes a new deployment in a folder: an authority, and for each program a folder "
            + "with its certificate, its key and its configuration. With one process server and one master target, "
            + "DIR/server.yaml runs both in one program.")
    static final class Create implements Callable<Integer> {

        @Option(names = "--directory", paramLabel = "DIR", required = true, description = "A new or empty folder.")
        private Path directory;

        @Option(names = "--process-server", paramLabel = "NAME@HOST:PORT", required = true, description = "A process server and where it is reached.")
        private List<String> processServers;

        @Option(names = "--master-target", paramLabel = "NAME@HOST:PORT", required = true, description = "A master target and where it is reached.")
        private List<String> masterTargets;

        @Option(names = "--agent", paramLabel = "NAME[@PROCESS-SERVER]", description = "An agent and the process server that it sends to; without one they take turns.")
        private List<String> agents = List.of();

        @Option(names = "--disk", paramLabel = "AGENT:NAME=SIZE|FILE[@MASTER-TARGET]", description = "A disk: a file or block device on the agent's machine, or a size for a new empty one; and the "
                + "master target that keeps it. Without one they take turns.")
        private List<String> disks = List.of();

        @Option(names = "--valid", paramLabel = "DAYS", defaultValue = "730", description = "How long certificates are valid; ${DEFAULT-VALUE} days when it is left out.")
        private int days;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            if (days < 1 || days > 3650) {
                throw new IllegalArgumentException("--valid is " + days + "; 1 to 3650 days are possible");
            }
            var words = new PlanWords(UUID::randomUUID);
            processServers.forEach(words::processServer);
            masterTargets.forEach(words::masterTarget);
            agents.forEach(words::agent);
            for (String disk : disks) {
                words.disk(disk);
            }
            DeploymentPlan plan = words.plan();
            new DeploymentFiles(directory, plan, Instant.now(), Duration.ofDays(days), new SecureRandom()).write();
            tell(plan);
            return Main.DONE;
        }

        private void tell(DeploymentPlan plan) {
            var out = spec.commandLine().getOut();
            out.println("A deployment is in " + directory + ". Start its programs with:");
            plan.masterTargets().forEach(server -> out.println("  secondsite server --configuration "
                    + directory.resolve("master-targets").resolve(server.name()).resolve("server.yaml")));
            plan.processServers().forEach(server -> out.println("  secondsite server --configuration "
                    + directory.resolve("process-servers").resolve(server.name()).resolve("server.yaml")));
            plan.agents().forEach(agent -> out.println("  secondsite agent run --configuration "
                    + directory.resolve("agents").resolve(agent.name()).resolve("agent.yaml")));
            if (plan.onlyTwo().isPresent()) {
                out.println("or both servers in one program with:");
                out.println("  secondsite server --configuration " + directory.resolve("server.yaml"));
            }
            out.println("Keep " + directory.resolve("authority") + " in a safe place.");
        }
    }
}
