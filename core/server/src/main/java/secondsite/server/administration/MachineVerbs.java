package secondsite.server.administration;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import secondsite.api.Page;
import secondsite.api.client.PolicyClient;
import secondsite.api.client.ProtectionClient;
import secondsite.api.machine.MachineDetail;
import secondsite.api.machine.MachineSummary;
import secondsite.api.replication.Protection;

/** Look at machines. */
final class MachineVerbs {

    private MachineVerbs() {}

    /** All, or those that are looked for. */
    @Command(name = "machines", description = "Lists machines.")
    static final class Machines extends Verb {

        @Parameters(index = "0", arity = "0..1", paramLabel = "SEARCH", description = "What is in the name, the host's name, the system or an address.")
        private String search;

        Machines(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            Page<MachineSummary> page = dialogue.names().machines(search);
            return dialogue.tell(page, out -> {
                var table = new Table("NAME", "HOST NAME", "SYSTEM", "DISKS", "SIZE", "PROTECTION", "HEALTH", "RPO",
                        "CONTACT", "LAST SEEN");
                page.items().forEach(each -> table.row(each.name(), each.hostName(), each.operatingSystem(),
                        each.disks(), Wording.size(each.bytes()),
                        Wording.said(each.protection()) + (each.paused() ? ", paused" : ""),
                        Wording.said(each.health()), Wording.span(each.rpoSeconds()), Wording.word(each.contact()),
                        dialogue.time(each.lastSeen())));
                table.print(out);
            });
        }
    }

    /**
     * All of one machine, for programs.
     *
     * @param machine    what it is
     * @param protection how it is protected
     */
    record Whole(MachineDetail machine, Protection protection) {}

    /** All of one. */
    @Command(name = "machine", description = "Tells all of a machine: how it is protected, how it is, and what may be done.")
    static final class Machine extends Verb {

        @Parameters(index = "0", paramLabel = "MACHINE", description = "Name or id of the machine.")
        private String machine;

        Machine(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            MachineDetail detail = dialogue.names().detail(machine);
            Protection protection = new ProtectionClient(dialogue.connection()).protection(detail.summary().id());
            return dialogue.tell(new Whole(detail, protection), out -> {
                String policy = protection.policy() == null
                        ? null
                        : new PolicyClient(dialogue.connection()).policy(protection.policy()).name();
                new MachineText(detail, protection, policy, dialogue.wording()).print(out);
            });
        }
    }
}
