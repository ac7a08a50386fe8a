package secondsite.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import secondsite.agent.configuration.ConfigurationFile;
import secondsite.agent.control.ControlClient;

/** Which agent is meant, and which of its disks. */
final class ControlOptions {

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Where where;

    @Option(names = "--disk", paramLabel = "DISK", description = "A disk's id or name; may be repeated. Default: all.")
    private List<String> disks = List.of();

    /** One of two ways to tell the socket. */
    static final class Where {

        @Option(names = {"-c", "--configuration"}, paramLabel = "FILE", description = "The agent's configuration.")
        private Path configuration;

        @Option(names = "--control", paramLabel = "SOCKET", description = "The agent's socket for orders.")
        private Path control;
    }

    ControlClient client() throws IOException {
        return new ControlClient(where.control != null
                ? where.control
                : ConfigurationFile.read(where.configuration).control());
    }

    List<String> disks() {
        return disks;
    }
}
