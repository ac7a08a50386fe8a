package secondsite.app.infrastructure;

import java.net.URI;
import java.util.Locale;

/** A program that is to join. @param host under which others reach a server; empty for an agent */
record Joining(Program program, String name, String host) {

    /** What can join. */
    enum Program {
        AGENT, PROCESS_SERVER, MASTER_TARGET;

        /** As it is written. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What is to be typed on the machine where it is to run. */
    String command(URI server, String authority, String token) {
        return program == Program.AGENT
                ? "secondsite agent join --server %s --authority %s --name %s --directory %s --token %s"
                        .formatted(server, authority, name, name, token)
                : "secondsite server join --server %s --authority %s --role %s --name %s --host %s --listen %s --directory %s --token-file /dev/stdin <<< %s"
                        .formatted(server, authority, program.word(), name, host, "0.0.0.0:" + port(), name, token);
    }

    private int port() {
        return program == Program.PROCESS_SERVER ? 19_443 : 19_444;
    }
}
