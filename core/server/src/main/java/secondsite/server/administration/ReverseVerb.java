package secondsite.server.administration;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import secondsite.api.client.FailoverClient;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.ReverseRequest;

/** Protects a machine at the place to which it was failed over. */
@Command(name = "reverse", description = "Replicates a machine that was failed over and committed in the other direction, while it runs. A planned failover brings it home then.")
final class ReverseVerb extends MachineVerb {

    @Option(names = "--agent", paramLabel = "NAME", required = true, description = "An agent at the host where the machine runs, with `images` in its settings and no machine of its own; or the agent at the place where the machine was at first.")
    private String agent;

    @Option(names = "--process-server", paramLabel = "NAME", description = "Over which it goes; may be left out where there is one only.")
    private String processServer;

    @Option(names = "--master-target", paramLabel = "NAME", required = true, description = "That keeps it, at another place than the machine. Where its settings name the folder of the old disk as one of `seeds`, only what differs is sent.")
    private String masterTarget;

    @Option(names = "--yes", description = "Asks nothing.")
    private boolean yes;

    ReverseVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    long begin(Dialogue dialogue) throws IOException {
        MachineSummary found = dialogue.names().machine(machine());
        if (!yes) {
            dialogue.err().println(Wording.clean(found.name()) + " runs on. From now on " + Wording.clean(agent)
                    + " serves its disks and sends them to " + Wording.clean(masterTarget)
                    + "; the agent that had it before refuses writes to its old disks for good.");
            dialogue.confirm("Type yes to go on: ", "yes");
        }
        return new FailoverClient(dialogue.connection()).reverse(found.id(),
                new ReverseRequest(agent, processServer, masterTarget));
    }
}
