package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import secondsite.api.Json;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.DiskAssignment;
import secondsite.api.machine.GroupMembership;
import secondsite.api.machine.PointSettings;
import secondsite.api.machine.ServedDisk;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.Policy;
import secondsite.api.site.MasterTargetAssignment;
import secondsite.api.site.ProcessServerAssignment;
import secondsite.server.configuration.inventory.Assignments;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.Succession;
import secondsite.server.configuration.policy.Policies;
import secondsite.server.configuration.protection.ProtectedDisk.Stage;
import secondsite.server.configuration.store.FormerAgents.FormerAgent;
import secondsite.server.configuration.store.Servers.Server;
import secondsite.server.web.Peer;

/** What each program is to do, as the machines' protection and their policies have it. Safe for use by several threads. */
@Singleton
public final class ReplicationAssignments implements Assignments {

    private static final String UNNAMED = "";

    private final ProtectionBook book;
    private final Inventory inventory;
    private final Policies policies;
    private final GroupBook groups;
    private final Succession succession;
    /** The digest of an assignment of thousands of disks takes a while, and seldom changes. */
    private final Named<ProcessServerAssignment> processServers = new Named<>();
    private final Named<MasterTargetAssignment> masterTargets = new Named<>();

    @Inject
    public ReplicationAssignments(ProtectionBook book, Inventory inventory, Policies policies, GroupBook groups,
            Succession succession) {
        this.book = book;
        this.inventory = inventory;
        this.policies = policies;
        this.groups = groups;
        this.succession = succession;
    }

    @Override
    public AgentAssignment agent(String name) {
        AgentAssignment plain = succession.former(name).map(this::fenced)
                .or(() -> book.ofAgent(name).map(this::plain))
                .orElse(new AgentAssignment(UNNAMED, List.of(), null, null, null));
        List<ServedDisk> served = served(name);
        var whole = new AgentAssignment(UNNAMED, plain.disks(), plain.points(), plain.group(), plain.bandwidth(),
                served);
        return new AgentAssignment(digest(whole), plain.disks(), plain.points(), plain.group(), plain.bandwidth(),
                served);
    }

    /** It has disks of a machine that is written elsewhere: they refuse writes, and nothing is sent. */
    private AgentAssignment fenced(FormerAgent former) {
        List<DiskAssignment> disks = inventory.servers(Peer.Kind.PROCESS_SERVER).stream().findFirst().stream()
                .flatMap(server -> inventory.disks(former.machine()).stream()
                        .map(disk -> new DiskAssignment(disk.id(), server.address(), former.epoch() - 1, false, false,
                                false, false, former.epoch())))
                .toList();
        return new AgentAssignment(UNNAMED, disks, null, null, null);
    }

    private AgentAssignment plain(ProtectedMachine machine) {
        Policy policy = policy(machine);
        Optional<URI> server = address(Peer.Kind.PROCESS_SERVER, machine.processServer());
        List<DiskAssignment> disks = machine.disks().stream().filter(ProtectedDisk::captured)
                .flatMap(disk -> server.stream().map(address -> disk(machine, disk, address, policy))).toList();
        if (disks.isEmpty()) {
            return new AgentAssignment(UNNAMED, disks, null, null, null);
        }
        // A source that may not write has no more moments that somebody could want to go back to.
        boolean writes = !machine.fence().up();
        return new AgentAssignment(UNNAMED, disks, writes ? points(machine, policy) : null,
                writes ? membership(machine) : null, policy.bandwidth());
    }

    /** At another place an agent has a machine's disks only because it is told to, protected or not: the machine runs on them. */
    private List<ServedDisk> served(String agent) {
        return succession.former(agent).flatMap(former -> inventory.machine(former.machine()))
                .or(() -> inventory.machineOfAgent(agent)).filter(machine -> succession.moved(machine.id())).stream()
                .flatMap(machine -> machine.disks().stream())
                .map(disk -> new ServedDisk(disk.id(), disk.name(), disk.size())).toList();
    }

    private static DiskAssignment disk(ProtectedMachine machine, ProtectedDisk disk, URI server, Policy policy) {
        // A disk whose replica is there from an earlier protection is compared instead of copied.
        boolean resync = machine.resyncAllowed() || disk.stage() == Stage.COPYING;
        return new DiskAssignment(disk.disk(), server, disk.epoch(), !machine.paused(),
                disk.stage() != Stage.WAITING, resync,
                policy.compression() == Policy.Compression.AGENT,
                machine.fence().epoch().orElse(null));
    }

    private static PointSettings points(ProtectedMachine machine, Policy policy) {
        var quiet = machine.applications();
        boolean anything = !quiet.preScript().isEmpty() || !quiet.postScript().isEmpty() || !quiet.freeze().isEmpty();
        return new PointSettings(policy.crashSeconds(), anything ? policy.appMinutes() : 0, quiet.preScript(),
                quiet.postScript(),
                quiet.scriptSeconds(), quiet.freeze(), quiet.freezeMillis());
    }

    private GroupMembership membership(ProtectedMachine machine) {
        return machine.group().flatMap(group -> groups.membership(group, machine.agent())).orElse(null);
    }

    @Override
    public ProcessServerAssignment processServer(String name) {
        List<ProcessServerAssignment.Pair> pairs = disks(
                machine -> machine.processServer().equals(name), ProtectedDisk::captured, this::pair);
        var plain = new ProcessServerAssignment(UNNAMED, pairs, BandwidthSchedule.UNLIMITED);
        return processServers.of(name, plain,
                digest -> new ProcessServerAssignment(digest, pairs, BandwidthSchedule.UNLIMITED));
    }

    private Optional<ProcessServerAssignment.Pair> pair(ProtectedMachine machine, ProtectedDisk disk) {
        return address(Peer.Kind.MASTER_TARGET, machine.masterTarget())
                .map(target -> new ProcessServerAssignment.Pair(disk.disk(), machine.agent(), disk.size(), target,
                        policy(machine).compression() == Policy.Compression.PROCESS_SERVER, machine.fence().least()));
    }

    @Override
    public MasterTargetAssignment masterTarget(String name) {
        List<MasterTargetAssignment.KeptDisk> kept = disks(machine -> machine.masterTarget().equals(name),
                ProtectedDisk::received, this::kept);
        return masterTargets.of(name, new MasterTargetAssignment(UNNAMED, kept),
                digest -> new MasterTargetAssignment(digest, kept));
    }

    private Optional<MasterTargetAssignment.KeptDisk> kept(ProtectedMachine machine, ProtectedDisk disk) {
        String name = inventory.machine(machine.machine()).map(KnownMachine::name).orElse(machine.agent());
        return Optional.of(new MasterTargetAssignment.KeptDisk(disk.disk(), name, disk.name(), disk.size(),
                machine.processServer(), policy(machine).retention(), machine.fence().least(),
                succession.oldFile(machine.machine(), disk.disk()).orElse(null)));
    }

    private interface Telling<T> {

        Optional<T> of(ProtectedMachine machine, ProtectedDisk disk);
    }

    private <T> List<T> disks(Predicate<ProtectedMachine> which,
            Predicate<ProtectedDisk> needed, Telling<T> telling) {
        return book.all().stream().filter(which).sorted(Comparator.comparing(ProtectedMachine::machine))
                .flatMap(machine -> machine.disks().stream().filter(needed)
                        .flatMap(disk -> telling.of(machine, disk).stream()))
                .toList();
    }

    private Policy policy(ProtectedMachine machine) {
        return policies.find(machine.policy()).orElseGet(policies::standard);
    }

    private Optional<URI> address(Peer.Kind kind, String name) {
        return inventory.server(kind, name).map(Server::address);
    }

    /** Remembers the last assignment of each server with its digest. */
    private static final class Named<T> {

        private record Known<T>(T plain, T named) {}

        private final Map<String, Known<T>> known = new ConcurrentHashMap<>();

        T of(String server, T plain, Function<String, T> naming) {
            return known.compute(server, (_, before) -> before != null && before.plain().equals(plain)
                    ? before
                    : new Known<>(plain, naming.apply(digest(plain)))).named();
        }
    }

    private static String digest(Object assignment) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Json.write(assignment)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
