package secondsite.server.deployment;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import secondsite.api.client.PrivateFiles;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.StoredFile;
import secondsite.server.configuration.security.Authority;
import secondsite.server.configuration.security.Authority.Issued;
import secondsite.server.deployment.DeploymentPlan.Agent;
import secondsite.server.deployment.DeploymentPlan.PlannedDisk;
import secondsite.server.deployment.DeploymentPlan.Server;
import secondsite.server.web.Peer;

/**
 * Writes a deployment into an empty folder: the authority, and for each program a folder with its certificate, its key and its
 * configuration. What is in a program's folder is all that its machine needs.
 */
public final class DeploymentFiles {

    static final String PROCESS_SERVERS = "process-servers";
    static final String MASTER_TARGETS = "master-targets";
    static final String AGENTS = "agents";

    private static final List<String> OWN_MACHINE = List.of("127.0.0.1", "localhost");
    private static final Duration AUTHORITY_VALID = Duration.ofDays(3650);

    private final Path directory;
    private final DeploymentPlan plan;
    private final Instant now;
    private final Duration valid;
    private final Authority authority;
    private final ConfigurationTexts texts;

    /** @param valid how long the programs' certificates are valid */
    public DeploymentFiles(Path directory, DeploymentPlan plan, Instant now, Duration valid, SecureRandom random) {
        this.directory = directory;
        this.plan = plan;
        this.now = now;
        this.valid = valid;
        this.authority = Authority.create("Deployment authority", now, AUTHORITY_VALID, random);
        this.texts = new ConfigurationTexts(plan);
    }

    /** @throws IOException when the folder is not empty, or cannot be written */
    public void write() throws IOException {
        PrivateFiles.folder(directory.toAbsolutePath().normalize());
        refuseWhatIsThere();
        writeAuthority();
        for (Server server : plan.processServers()) {
            Path folder = program(PROCESS_SERVERS, server.name(), Peer.Kind.PROCESS_SERVER, hosts(server));
            PrivateFiles.text(folder.resolve("server.yaml"), texts.processServer(server));
        }
        for (Server server : plan.masterTargets()) {
            Path folder = program(MASTER_TARGETS, server.name(), Peer.Kind.MASTER_TARGET, hosts(server));
            PrivateFiles.text(folder.resolve("server.yaml"), texts.masterTarget(server));
        }
        for (Agent agent : plan.agents()) {
            Path folder = program(AGENTS, agent.name(), Peer.Kind.AGENT, List.of());
            PrivateFiles.text(folder.resolve("agent.yaml"), texts.agent(agent));
        }
        program("administrators", "administrator", Peer.Kind.ADMINISTRATOR, List.of());
        writeBoth();
        for (PlannedDisk disk : plan.disks()) {
            makeDisk(disk);
        }
    }

    private void refuseWhatIsThere() throws IOException {
        try (DirectoryStream<Path> present = Files.newDirectoryStream(directory)) {
            if (present.iterator().hasNext()) {
                throw new IOException(directory + " is not empty; a deployment is made in a new or empty folder");
            }
        }
    }

    private void writeAuthority() throws IOException {
        Path folder = PrivateFiles.folder(directory.resolve("authority"));
        PrivateFiles.key(folder.resolve("key.pem"), authority.own().key());
        PrivateFiles.certificates(folder.resolve("authority.pem"), List.of(authority.own().certificate()));
    }

    private Path program(String kinds, String name, Peer.Kind kind, List<String> hosts) throws IOException {
        Path folder = PrivateFiles.folder(PrivateFiles.folder(directory.resolve(kinds)).resolve(name));
        Issued issued = authority.issue(new Peer(kind, name), hosts, now, valid);
        PrivateFiles.key(folder.resolve("key.pem"), issued.key());
        PrivateFiles.certificates(folder.resolve("certificate.pem"), List.of(issued.certificate()));
        PrivateFiles.certificates(folder.resolve("authority.pem"), List.of(authority.own().certificate()));
        return folder;
    }

    /** The two names of the own machine stand for each other. */
    private static List<String> hosts(Server server) {
        return OWN_MACHINE.contains(server.address().host()) ? OWN_MACHINE : List.of(server.address().host());
    }

    private void writeBoth() throws IOException {
        var both = plan.onlyTwo();
        if (both.isPresent()) {
            PrivateFiles.text(directory.resolve("server.yaml"), texts.both(both.get()[0], both.get()[1]));
        }
    }

    /** A disk of which only the size is given is a new, empty one beside the agent's configuration. */
    private void makeDisk(PlannedDisk disk) throws IOException {
        if (!disk.file().isAbsolute()) {
            var folder = DirectoryFolder.at(directory.resolve(AGENTS).resolve(disk.agent()));
            try (StoredFile file = folder.create(disk.file().toString())) {
                file.resize(disk.size());
            }
        }
    }
}
