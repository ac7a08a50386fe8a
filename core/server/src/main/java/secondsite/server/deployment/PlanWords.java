package secondsite.server.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.StoredFile;
import secondsite.server.deployment.DeploymentPlan.Agent;
import secondsite.server.deployment.DeploymentPlan.PlannedDisk;
import secondsite.server.deployment.DeploymentPlan.Server;
import secondsite.server.settings.Size;

/**
 * Reads what a deployment consists of from the words of a command line: {@code NAME@HOST:PORT} for servers,
 * {@code NAME[@PROCESS-SERVER]} for agents, {@code AGENT:NAME=SIZE|FILE[@MASTER-TARGET]} for disks. Where a server is not named, agents
 * and disks are spread over the servers in turn. All throws {@link IllegalArgumentException} saying which word is wrong.
 */
public final class PlanWords {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final int SECTOR = 512;

    private final List<Server> processServers = new ArrayList<>();
    private final List<Server> masterTargets = new ArrayList<>();
    private final List<Agent> agents = new ArrayList<>();
    private final List<PlannedDisk> disks = new ArrayList<>();
    private final Supplier<UUID> ids;

    /** @param ids random ids for disks */
    public PlanWords(Supplier<UUID> ids) {
        this.ids = ids;
    }

    public PlanWords processServer(String words) {
        processServers.add(server(words));
        return this;
    }

    public PlanWords masterTarget(String words) {
        masterTargets.add(server(words));
        return this;
    }

    public PlanWords agent(String words) {
        int at = words.indexOf('@');
        String name = name(at < 0 ? words : words.substring(0, at));
        agents.add(new Agent(name,
                at < 0 ? inTurn(processServers, agents.size(), "process server") : words.substring(at + 1)));
        return this;
    }

    /** @throws IOException when the file that is named cannot be looked at */
    public PlanWords disk(String words) throws IOException {
        int colon = words.indexOf(':');
        int equals = words.indexOf('=', colon + 1);
        if (colon < 1 || equals < 0) {
            throw new IllegalArgumentException(
                    "'" + words + "' is no disk; write for instance web:root=20GiB or web:root=/dev/vdb");
        }
        String what = words.substring(equals + 1);
        String target = targetIn(what);
        if (target == null) {
            target = inTurn(masterTargets, disks.size(), "master target");
        } else {
            what = what.substring(0, what.length() - target.length() - 1);
        }
        String name = name(words.substring(colon + 1, equals));
        disks.add(disk(words.substring(0, colon), name, what, target));
        return this;
    }

    public DeploymentPlan plan() {
        return new DeploymentPlan(processServers, masterTargets, agents, disks);
    }

    private static Server server(String words) {
        int at = words.indexOf('@');
        if (at < 1) {
            throw new IllegalArgumentException(
                    "'" + words + "' is no server; write for instance east@gateway.example:9443");
        }
        return new Server(name(words.substring(0, at)), HostAddress.parse(words.substring(at + 1)));
    }

    private static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name; letters, digits, '.', '_' and '-' are possible, at most 63");
        }
        return name;
    }

    private static String inTurn(List<Server> servers, int index, String kind) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("a deployment needs a " + kind);
        }
        return servers.get(index % servers.size()).name();
    }

    private String targetIn(String what) {
        int at = what.lastIndexOf('@');
        String name = at < 0 ? "" : what.substring(at + 1);
        return masterTargets.stream().map(Server::name).filter(name::equals).findFirst().orElse(null);
    }

    private PlannedDisk disk(String agent, String name, String what, String target) throws IOException {
        if (what.matches("\\d+\\s*([KMGT]?i?B)?")) {
            return new PlannedDisk(ids.get(), agent, name, Path.of(name + ".disk"),
                    whole(Size.parse(what).bytes(), what), target);
        }
        Path file = Path.of(what).toAbsolutePath().normalize();
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("'" + what + "' is neither a size nor a file that exists");
        }
        return new PlannedDisk(ids.get(), agent, name, file, whole(length(file), what), target);
    }

    private static long whole(long size, String what) {
        if (size <= 0 || size % SECTOR != 0) {
            throw new IllegalArgumentException(
                    "'" + what + "' stands for " + size + " bytes; a disk has a multiple of " + SECTOR);
        }
        return size;
    }

    /** The size of a file, or of a block device, whose size as a file is zero. */
    private static long length(Path file) throws IOException {
        try (StoredFile opened = DirectoryFolder.openFileReadOnly(file)) {
            return opened.size();
        }
    }
}
