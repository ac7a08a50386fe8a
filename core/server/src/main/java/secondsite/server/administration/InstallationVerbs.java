package secondsite.server.administration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import secondsite.api.client.InstallationClient;
import secondsite.api.installation.HostKeyList;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.InstallationList;
import secondsite.api.installation.InstallationRequest;
import secondsite.api.installation.InstallationRetry;
import secondsite.api.installation.KnownHostKey;
import secondsite.api.installation.PackageList;
import secondsite.api.installation.PullLine;
import secondsite.api.installation.PullRequest;
import secondsite.api.installation.TargetMachine;

/** Install agents on machines, and look how that gets on. */
final class InstallationVerbs {

    private InstallationVerbs() {}

    private static InstallationClient at(Dialogue dialogue) {
        return new InstallationClient(dialogue.connection());
    }

    /** What the others stand below. */
    @Command(name = "agents", description = "Installs, upgrades, rolls back and removes agents on machines, over SSH by a process server.")
    static final class Group implements Runnable {

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    /** The same on several machines. */
    abstract static class Ordering extends Verb {

        private final InstallationAction action;

        @Parameters(arity = "0..*", paramLabel = "MACHINE", description = "Names or addresses, with :PORT where SSH is elsewhere; ranges like 10.0.0.5-20.")
        private List<String> machines = List.of();

        @Option(names = "--list", paramLabel = "FILE", description = "Further machines, one a line: address, then the agent's name and the fingerprint of the machine's key where they are wanted.")
        private Path list;

        @Option(names = "--name", paramLabel = "NAME", description = "Of the agent, for one machine; the machine's own name when it is left out.")
        private String name;

        @Option(names = "--host-key", paramLabel = "FINGERPRINT", description = "That one machine has to have, like SHA256:..., as ssh-keygen -lf shows it there.")
        private String hostKey;

        @Option(names = "--trust-new-keys", description = "Believes machines whose keys are not known yet, and keeps the keys. A key that changed is never believed.")
        private boolean trust;

        @Option(names = "--process-server", paramLabel = "NAME", description = "That reaches the machines; not needed when there is only one.")
        private String processServer;

        @Option(names = "--at-once", paramLabel = "COUNT", description = "On how many machines at once; 8 when it is left out.")
        private Integer atOnce;

        @Option(names = "--wait", description = "Waits until all are over and shows how they get on; ends with 0 only when all are done. Ctrl+C leaves them running.")
        private boolean wait;

        @Mixin
        private MachineAccess access;

        Ordering(InstallationAction action, Surroundings surroundings) {
            super(surroundings);
            this.action = action;
        }

        /** Of the agent; null for the newest. */
        String version() {
            return null;
        }

        @Override
        final int ask(Dialogue dialogue) throws IOException, InterruptedException {
            var request = new InstallationRequest(action, targets(), access.signIn(dialogue),
                    access.credential(dialogue), dialogue.names().server("process-server", processServer), version(),
                    trust, atOnce);
            return begun(at(dialogue).order(request, UUID.randomUUID().toString()), wait, dialogue);
        }

        private List<TargetMachine> targets() throws IOException {
            List<TargetMachine> all = new ArrayList<>(TargetList.of(machines, list));
            if (name == null && hostKey == null) {
                return all;
            }
            if (all.size() != 1) {
                throw new NothingDoneException("--name and --host-key are of one machine; for several, write a --list");
            }
            TargetMachine one = all.getFirst();
            return List.of(new TargetMachine(one.address(), one.port(), name == null ? one.name() : name,
                    hostKey == null ? one.hostKey() : hostKey));
        }
    }

    private static int begun(InstallationList list, boolean wait, Dialogue dialogue)
            throws IOException, InterruptedException {
        UUID batch = list.installations().getFirst().batch();
        if (wait) {
            return new InstallationWatch(dialogue).tellEnd(batch);
        }
        return dialogue.tell(list, out -> out.println(list.installations().size()
                + " machines; watch them with: secondsite agents list --batch " + batch + " --wait"));
    }

    /** The same with a version that somebody may choose. */
    abstract static class OrderingVersion extends Ordering {

        @Option(names = "--agent-version", paramLabel = "VERSION", description = "Which version; the newest when it is left out.")
        private String version;

        OrderingVersion(InstallationAction action, Surroundings surroundings) {
            super(action, surroundings);
        }

        @Override
        final String version() {
            return version;
        }
    }

    /** Changes nothing. */
    @Command(name = "preflight", description = "Looks whether an agent could be installed, and says of each precondition that is not met how to mend it. Changes nothing.")
    static final class Preflight extends OrderingVersion {

        Preflight(Surroundings surroundings) {
            super(InstallationAction.PREFLIGHT, surroundings);
        }
    }

    /** The agent joins and runs afterwards. */
    @Command(name = "install", description = "Installs the agent, lets it join the deployment, and starts it.")
    static final class Install extends OrderingVersion {

        Install(Surroundings surroundings) {
            super(InstallationAction.INSTALL, surroundings);
        }
    }

    /** The version before is kept. */
    @Command(name = "upgrade", description = "Puts another version of the agent in the place of the one that is there, which is kept there for a roll-back.")
    static final class Upgrade extends OrderingVersion {

        Upgrade(Surroundings surroundings) {
            super(InstallationAction.UPGRADE, surroundings);
        }
    }

    /** Needs nothing from elsewhere. */
    @Command(name = "roll-back", description = "Brings back the version of the agent that was there before the last upgrade; it is kept on the machine.")
    static final class RollBack extends Ordering {

        RollBack(Surroundings surroundings) {
            super(InstallationAction.ROLL_BACK, surroundings);
        }
    }

    /** Refused for what protects a machine. */
    @Command(name = "uninstall", description = "Removes the agent with all that it kept for itself, and revokes its certificates. Machines that are protected are refused.")
    static final class Uninstall extends Ordering {

        Uninstall(Surroundings surroundings) {
            super(InstallationAction.UNINSTALL, surroundings);
        }
    }

    /** What was done. */
    @Command(name = "list", description = "Lists what is done on machines, or was; the newest first.")
    static final class All extends Verb {

        @Option(names = "--batch", paramLabel = "ID", description = "Only those that were ordered together.")
        private UUID batch;

        @Option(names = "--wait", description = "With --batch: waits until all are over; ends with 0 only when all are done.")
        private boolean wait;

        All(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException, InterruptedException {
            if (batch != null && wait) {
                return new InstallationWatch(dialogue).tellEnd(batch);
            }
            return new InstallationWatch(dialogue)
                    .tell(batch == null ? at(dialogue).installations() : at(dialogue).batch(batch));
        }
    }

    /** None that went well is touched. */
    @Command(name = "retry", description = "Orders the same again for those machines of a batch where it failed or was cancelled, and for no others.")
    static final class Retry extends Verb {

        @Parameters(index = "0", paramLabel = "BATCH", description = "Id of the batch.")
        private UUID batch;

        @Option(names = "--trust-new-keys", description = "As in the order.")
        private boolean trust;

        @Option(names = "--wait", description = "Waits until all are over; ends with 0 only when all are done.")
        private boolean wait;

        @Mixin
        private MachineAccess access;

        Retry(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException, InterruptedException {
            var request = new InstallationRetry(batch, access.signIn(dialogue), access.credential(dialogue),
                    trust ? Boolean.TRUE : null);
            return begun(at(dialogue).retry(request, UUID.randomUUID().toString()), wait, dialogue);
        }
    }

    /** What can be installed. */
    @Command(name = "packages", description = "Lists the packages of the agent that the configuration server has.")
    static final class Packages extends Verb {

        Packages(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            PackageList list = at(dialogue).packages();
            return dialogue.tell(list, out -> {
                var table = new Table("VERSION", "KIND", "PROCESSOR", "SIZE", "FILE");
                list.packages().forEach(each -> table.row(each.version(), Wording.word(each.kind()),
                        each.architecture(), Wording.size(each.bytes()), each.file()));
                table.print(out);
            });
        }
    }

    /** By which machines are known. */
    @Command(name = "host-keys", description = "Lists the keys by which machines are known.")
    static final class Keys extends Verb {

        Keys(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            HostKeyList list = at(dialogue).hostKeys();
            return dialogue.tell(list, out -> {
                var table = new Table("ADDRESS", "PORT", "FINGERPRINT", "TRUSTED", "BY");
                list.keys().forEach(each -> table.row(each.address(), each.port(), each.fingerprint(),
                        dialogue.time(each.trusted()), each.who()));
                table.print(out);
            });
        }
    }

    /** So that another one can be trusted. */
    @Command(name = "forget-key", description = "Forgets the key of a machine, for instance when it was installed anew.")
    static final class ForgetKey extends Verb {

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "As the list of keys has it.")
        private String address;

        ForgetKey(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            KnownHostKey key = Names.chosen("host key", address, at(dialogue).hostKeys().keys(),
                    KnownHostKey::address, KnownHostKey::id);
            at(dialogue).forgetHostKey(key.id());
            return dialogue.tell(key, out -> out.println("the key of " + key.address() + " is forgotten"));
        }
    }

    /** Where nobody reaches the machine. */
    @Command(name = "pull", description = "Shows a line that somebody runs as root on a machine, so that it fetches, installs and starts its agent itself. The line holds a one-time token of half an hour.")
    static final class Pull extends Verb {

        @Option(names = "--name", paramLabel = "NAME", description = "Of the agent; the machine's own name when it is left out.")
        private String name;

        Pull(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            PullLine line = at(dialogue).pull(new PullRequest(name));
            return dialogue.tell(line, out -> {
                out.println(line.line());
                dialogue.err().println("until " + dialogue.time(line.ends()));
            });
        }
    }
}
