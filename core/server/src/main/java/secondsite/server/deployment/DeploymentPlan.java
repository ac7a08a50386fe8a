package secondsite.server.deployment;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What a new deployment consists of. Names are unique among their kind. */
public record DeploymentPlan(List<Server> processServers, List<Server> masterTargets, List<Agent> agents,
        List<PlannedDisk> disks) {

    /** A process server or master target. */
    public record Server(String name, HostAddress address) {}

    /** @param processServer name of the process server that it sends to */
    public record Agent(String name, String processServer) {}

    /**
     * @param agent  name of the agent that protects it
     * @param file   where its bytes are on the protected machine
     * @param size   in bytes
     * @param target name of the master target that keeps it
     */
    public record PlannedDisk(UUID id, String agent, String name, Path file, long size, String target) {}

    public DeploymentPlan {
        if (processServers.isEmpty() || masterTargets.isEmpty()) {
            throw new IllegalArgumentException("a deployment needs a process server and a master target");
        }
        refuseTwice("process server", processServers.stream().map(Server::name));
        refuseTwice("master target", masterTargets.stream().map(Server::name));
        refuseTwice("agent", agents.stream().map(Agent::name));
        refuseTwice("disk", disks.stream().map(disk -> disk.agent() + ":" + disk.name()));
        for (Agent agent : agents) {
            find("process server", agent.processServer(), processServers.stream().map(Server::name));
        }
        for (PlannedDisk disk : disks) {
            find("agent", disk.agent(), agents.stream().map(Agent::name));
            find("master target", disk.target(), masterTargets.stream().map(Server::name));
        }
    }

    private static void refuseTwice(String kind, Stream<String> names) {
        Set<String> seen = new HashSet<>();
        names.forEach(name -> {
            if (!seen.add(name)) {
                throw new IllegalArgumentException("there are two of " + kind + " " + name);
            }
        });
    }

    private static void find(String kind, String name, Stream<String> names) {
        String[] all = names.toArray(String[]::new);
        if (!Arrays.asList(all).contains(name)) {
            throw new IllegalArgumentException(
                    "there is no " + kind + " " + name + "; there are: " + String.join(", ", all));
        }
    }

    Server processServer(String name) {
        return named(processServers, name);
    }

    Server masterTarget(String name) {
        return named(masterTargets, name);
    }

    Agent agent(String name) {
        return agents.stream().filter(agent -> agent.name().equals(name)).findFirst().orElseThrow();
    }

    private static Server named(List<Server> servers, String name) {
        return servers.stream().filter(server -> server.name().equals(name)).findFirst().orElseThrow();
    }

    /** The one of each kind, when there is just one process server and one master target. */
    public Optional<Server[]> onlyTwo() {
        return processServers.size() == 1 && masterTargets.size() == 1
                ? Optional.of(new Server[]{processServers.getFirst(), masterTargets.getFirst()})
                : Optional.empty();
    }
}
