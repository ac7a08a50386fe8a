package secondsite.server.administration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import secondsite.api.client.ProtectionClient;
import secondsite.api.machine.MachineDetail;
import secondsite.api.machine.MachineSummary;
import secondsite.api.replication.DisableRequest;
import secondsite.api.replication.DiskRequest;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.MoveRequest;

/** What is done with a machine's protection. */
final class ProtectionVerbs {

    private static final String PROCESS_SERVER = "process-server";
    private static final String MASTER_TARGET = "master-target";

    private ProtectionVerbs() {}

    private static ProtectionClient at(Dialogue dialogue) {
        return new ProtectionClient(dialogue.connection());
    }

    /** Begins a machine's protection. */
    @Command(name = "protect", description = "Protects a machine: its disks are copied to the second site and followed from then on.")
    static final class Protect extends MachineVerb {

        @Option(names = "--policy", paramLabel = "POLICY", description = "Name or id; without one that of the machine's group, or the standard one.")
        private String policy;

        @Option(names = "--process-server", paramLabel = "NAME", description = "Over which it goes; needed where there are several.")
        private String processServer;

        @Option(names = "--master-target", paramLabel = "NAME", description = "That keeps it; needed where there are several.")
        private String masterTarget;

        @Option(names = "--disk", paramLabel = "DISK", split = ",", description = "Name or id of a disk that is to be protected; without one all are.")
        private List<String> disks = List.of();

        Protect(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        long begin(Dialogue dialogue) throws IOException {
            Names names = dialogue.names();
            MachineDetail detail = names.detail(machine());
            List<UUID> wanted = new ArrayList<>();
            for (String disk : disks) {
                wanted.add(Names.disk(detail, disk));
            }
            return at(dialogue).enable(detail.summary().id(),
                    new EnableRequest(policy == null ? null : names.policy(policy).id(),
                            names.server(PROCESS_SERVER, processServer), names.server(MASTER_TARGET, masterTarget),
                            wanted));
        }
    }

    /** Ends a machine's protection. */
    @Command(name = "unprotect", description = "Ends a machine's protection. What is kept of it stays, unless --delete-replica.")
    static final class Unprotect extends MachineVerb {

        @Option(names = "--delete-replica", description = "Destroys what is kept of it, after the quarantine of deletions.")
        private boolean delete;

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; for the audit log.")
        private String reason;

        @Mixin
        private Agreement agreement;

        @Option(names = "--yes", description = "Does not ask for the machine's name.")
        private boolean yes;

        Unprotect(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        long begin(Dialogue dialogue) throws IOException {
            MachineSummary found = dialogue.names().machine(machine());
            if (!yes) {
                dialogue.confirm("This ends the protection of " + found.name()
                        + (delete ? " and destroys its replica" : "") + ". Type the machine's name to go on: ",
                        found.name());
            }
            return at(dialogue).disable(found.id(), new DisableRequest(delete, reason, agreement.of(delete)));
        }
    }

    /** Compares a machine with its replica and sends what differs. */
    @Command(name = "resync", description = "Shows what a resync would be, and begins it.")
    static final class Resync extends MachineVerb {

        @Option(names = "--yes", description = "Begins without asking.")
        private boolean yes;

        Resync(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        long begin(Dialogue dialogue) throws IOException {
            MachineSummary found = dialogue.names().machine(machine());
            ResyncText.show(at(dialogue).resyncPreview(found.id()), dialogue);
            if (!yes) {
                dialogue.confirm("Begin the resync of " + found.name() + "? Type yes to go on: ", "yes");
            }
            return at(dialogue).resync(found.id());
        }
    }

    /** Compares a machine with its replica. */
    @Command(name = "verify", description = "Compares a machine's disks with their replicas; nothing is changed.")
    static final class Verify extends MachineVerb {

        Verify(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        long begin(Dialogue dialogue) throws IOException {
            return at(dialogue).verify(dialogue.names().machine(machine()).id());
        }
    }

    /** Lets a machine go over other servers. */
    @Command(name = "move", description = "Lets a machine's disks go over another process server, or to another master target, which begins with a new copy.")
    static final class Move extends MachineVerb {

        @Option(names = "--process-server", paramLabel = "NAME", description = "Over which it goes from now on.")
        private String processServer;

        @Option(names = "--master-target", paramLabel = "NAME", description = "That keeps it from now on; what the old one keeps stays there.")
        private String masterTarget;

        Move(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        long begin(Dialogue dialogue) throws IOException {
            if (processServer == null && masterTarget == null) {
                throw new IllegalArgumentException("say where to: --process-server, --master-target, or both");
            }
            Names names = dialogue.names();
            UUID found = names.machine(machine()).id();
            return at(dialogue).move(found, new MoveRequest(names.server(PROCESS_SERVER, processServer),
                    names.server(MASTER_TARGET, masterTarget)));
        }
    }

    /** Protects one disk more. */
    @Command(name = "add-disk", description = "Protects a further disk of a protected machine.")
    static final class AddDisk extends MachineVerb {

        @Parameters(index = "1", paramLabel = "DISK", description = "Name or id of the disk.")
        private String disk;

        AddDisk(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        long begin(Dialogue dialogue) throws IOException {
            MachineDetail found = dialogue.names().detail(machine());
            return at(dialogue).addDisk(found.summary().id(), Names.disk(found, disk));
        }
    }

    /** Protects one disk less. */
    @Command(name = "remove-disk", description = "Ends the protection of one disk of a machine. What is kept of it stays, unless --delete-replica.")
    static final class RemoveDisk extends MachineVerb {

        @Parameters(index = "1", paramLabel = "DISK", description = "Name or id of the disk.")
        private String disk;

        @Option(names = "--delete-replica", description = "Destroys what is kept of it, after the quarantine of deletions.")
        private boolean delete;

        @Option(names = "--reason", paramLabel = "TEXT", description = "With --delete-replica: why.")
        private String reason;

        @Mixin
        private Agreement agreement;

        @Option(names = "--yes", description = "Does not ask for the disk's name.")
        private boolean yes;

        RemoveDisk(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        long begin(Dialogue dialogue) throws IOException {
            MachineDetail found = dialogue.names().detail(machine());
            UUID id = Names.disk(found, disk);
            if (!yes) {
                dialogue.confirm("This ends the protection of " + disk + (delete ? " and destroys its replica" : "")
                        + ". Type " + disk + " to go on: ", disk);
            }
            return at(dialogue).removeDisk(found.summary().id(),
                    new DiskRequest(id, delete, reason, agreement.of(delete)));
        }
    }

    /** Makes a point with a name. */
    @Command(name = "bookmark", description = "Makes a recovery point with a label.")
    static final class Bookmark extends MachineVerb {

        @Parameters(index = "1", paramLabel = "LABEL", description = "For people.")
        private String label;

        Bookmark(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        long begin(Dialogue dialogue) throws IOException {
            return at(dialogue).bookmark(dialogue.names().machine(machine()).id(), label);
        }
    }

    /** Makes a point of quiet applications. */
    @Command(name = "app-point", description = "Makes an application-consistent recovery point: the applications are quiet for a moment.")
    static final class AppPoint extends MachineVerb {

        AppPoint(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        long begin(Dialogue dialogue) throws IOException {
            return at(dialogue).appPoint(dialogue.names().machine(machine()).id());
        }
    }
}
