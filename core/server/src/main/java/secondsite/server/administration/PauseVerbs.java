package secondsite.server.administration;

import java.io.IOException;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import secondsite.api.client.ProtectionClient;
import secondsite.api.client.TransferException;
import secondsite.api.replication.Protection;

/** Stop sending a machine's changes, and go on. */
final class PauseVerbs {

    private PauseVerbs() {}

    /** What both are. */
    private abstract static class Switch extends Verb {

        @Parameters(index = "0", paramLabel = "MACHINE", description = "Name or id of the machine.")
        private String machine;

        Switch(Surroundings surroundings) {
            super(surroundings);
        }

        abstract Protection turn(ProtectionClient client, UUID id) throws TransferException;

        @Override
        final int ask(Dialogue dialogue) throws IOException {
            UUID id = dialogue.names().machine(machine).id();
            Protection now = turn(new ProtectionClient(dialogue.connection()), id);
            return dialogue.tell(now, out -> out.println(now.name() + " is " + Wording.word(now.state())
                    + (now.paused() ? ", paused" : ", not paused")));
        }
    }

    /** Nothing is sent. */
    @Command(name = "pause", description = "Pauses a machine's replication; its agent keeps in mind what is written.")
    static final class Pause extends Switch {

        Pause(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        Protection turn(ProtectionClient client, UUID id) throws TransferException {
            return client.pause(id);
        }
    }

    /** It goes on. */
    @Command(name = "resume", description = "Lets a machine's replication go on.")
    static final class Resume extends Switch {

        Resume(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        Protection turn(ProtectionClient client, UUID id) throws TransferException {
            return client.resume(id);
        }
    }
}
