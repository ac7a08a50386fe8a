package secondsite.agent.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import secondsite.agent.os.Virsh;
import secondsite.api.Json;
import secondsite.api.qmp.QmpException;

/**
 * Through libvirt, which holds the monitors of its guests: it passes on what it is given, and notes in its log that it no longer knows alone what the
 * guest's QEMU does (the domain is <i>tainted</i>).
 */
public final class LibvirtMonitor implements Monitor {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String SOCKET = "?socket=";
    private static final Set<String> RUNNING = Set.of("running", "idle", "paused", "in shutdown", "pmsuspended");

    private final Virsh virsh;
    private final String connection;
    private final String domain;
    private final Path processes;

    /**
     * @param connection as libvirt names it
     * @param processes  where the system's libvirt keeps the numbers of its guests' processes
     */
    public LibvirtMonitor(String connection, String domain, Path processes) {
        this.virsh = new Virsh(connection);
        this.connection = connection;
        this.domain = domain;
        this.processes = processes;
    }

    @Override
    public Talk talk(Duration patience) {
        return new DomainTalk(patience);
    }

    private final class DomainTalk implements Talk {

        private final Duration patience;

        DomainTalk(Duration patience) {
            this.patience = patience;
        }

        @Override
        public JsonNode ask(String command, Map<String, ?> arguments) throws IOException {
            String request = new String(Json.write(Map.of("execute", command, "arguments", arguments)),
                    StandardCharsets.UTF_8);
            Virsh.Said said = virsh.run(patience, "qemu-monitor-command", "--domain", domain, "--cmd", request);
            if (!said.fine()) {
                checkRunning();
                throw new IOException("libvirt did not pass " + command + " on to " + domain + ": " + said.error());
            }
            JsonNode answer = Json.read(said.output().getBytes(StandardCharsets.UTF_8), JsonNode.class);
            JsonNode error = answer.path("error");
            if (!error.isMissingNode()) {
                throw new QmpException(command, error.path("class").asText(), error.path("desc").asText());
            }
            return answer.path("return");
        }

        @Override
        public void close() {
            // each question was a connection of its own
        }
    }

    private void checkRunning() throws IOException {
        Virsh.Said said = virsh.run(PATIENCE, "domstate", "--domain", domain);
        if (said.fine() && !RUNNING.contains(said.output().strip())) {
            throw new GuestAwayException("the guest is not running: libvirt says that " + domain + " is "
                    + said.output().strip());
        }
        if (!said.fine()) {
            throw new GuestAwayException(
                    "the guest is not running: libvirt at " + connection + " says: " + said.error());
        }
    }

    /** A target such as {@code vda} is known to QEMU by its file. */
    @Override
    public String device(String disk) throws IOException {
        Virsh.Said said = virsh.run(PATIENCE, "domblklist", "--domain", domain);
        for (String line : said.output().lines().toList()) {
            String[] columns = line.strip().split("\\s+", 2);
            if (columns.length == 2 && columns[0].equals(disk)) {
                return columns[1];
            }
        }
        return disk;
    }

    /** Guests of the system's libvirt run as its user; those of a person's own as that person, whose socket it is, or as us. */
    @Override
    public UserPrincipal user() throws IOException {
        if (connection.contains("/system")) {
            Path process = processes.resolve(domain + ".pid");
            if (!Files.exists(process)) {
                checkRunning();
                throw new IOException("as whom the guest " + domain + " runs is not known: there is no " + process);
            }
            return Files.getOwner(Path.of("/proc", Files.readString(process).strip()));
        }
        int socket = connection.indexOf(SOCKET);
        return socket >= 0
                ? Files.getOwner(Path.of(connection.substring(socket + SOCKET.length())))
                : FileSystems.getDefault().getUserPrincipalLookupService()
                        .lookupPrincipalByName(System.getProperty("user.name"));
    }

    @Override
    public String toString() {
        return domain;
    }
}
