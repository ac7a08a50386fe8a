package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import secondsite.api.ProblemCode;
import secondsite.api.policy.Policy;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownGroups;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.policy.Policies;
import secondsite.server.configuration.store.Disks.Disk;
import secondsite.server.configuration.store.Servers.Server;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** What somebody named, or what holds when nothing was named. */
@Singleton
public final class Choices {

    private final Inventory inventory;
    private final Policies policies;
    private final KnownGroups groups;

    @Inject
    public Choices(Inventory inventory, Policies policies, KnownGroups groups) {
        this.inventory = inventory;
        this.policies = policies;
        this.groups = groups;
    }

    /** The named one, or that of the machine's group of hosts, or the standard one. */
    Policy policy(UUID named, KnownMachine machine) {
        if (named == null) {
            return machine.machine().group().flatMap(groups::find)
                    .flatMap(group -> Optional.ofNullable(group.policy())).flatMap(policies::find)
                    .orElseGet(policies::standard);
        }
        return policies.find(named)
                .orElseThrow(() -> new ProblemException(ProblemCode.BAD_REQUEST, "'policy': there is none " + named));
    }

    public String processServer(String named) {
        return server(Peer.Kind.PROCESS_SERVER, "processServer", named);
    }

    public String masterTarget(String named) {
        return server(Peer.Kind.MASTER_TARGET, "masterTarget", named);
    }

    private String server(Peer.Kind kind, String field, String named) {
        List<Server> all = inventory.servers(kind);
        Optional<Server> found = named == null && all.size() == 1
                ? Optional.of(all.getFirst())
                : all.stream().filter(server -> server.key().name().equals(named)).findFirst();
        return found.map(server -> server.key().name()).orElseThrow(() -> new ProblemException(
                ProblemCode.BAD_REQUEST, "'" + field + "': " + (all.isEmpty()
                        ? "there is none yet; start one and let it report"
                        : "name one of " + all.stream().map(server -> server.key().name())
                                .collect(Collectors.joining(", ")))));
    }

    /** The named disks, or all of these. */
    static List<Disk> disks(List<UUID> named, List<Disk> spare) {
        if (named.isEmpty()) {
            return spare;
        }
        return named.stream().distinct().map(id -> spare.stream().filter(disk -> disk.id().equals(id)).findFirst()
                .orElseThrow(() -> new ProblemException(ProblemCode.BAD_REQUEST,
                        "'disks': " + id + " is no disk of this machine that could be protected now")))
                .toList();
    }
}
