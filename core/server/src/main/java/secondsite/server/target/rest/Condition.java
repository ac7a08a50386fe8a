package secondsite.server.target.rest;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import secondsite.api.site.MasterTargetAssignment;
import secondsite.api.site.MasterTargetReport;
import secondsite.server.target.CopyState;
import secondsite.server.target.Finding;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaStore;
import secondsite.server.target.keeping.AssignedDisks;
import secondsite.server.target.keeping.KeptExports;

/** How the replicas stand, as the configuration server is told: those that are there, and assigned ones that are not. */
final class Condition {

    private static final String DAMAGED = "REPLICA_DAMAGED: ";

    private final ReplicaStore store;
    private final AssignedDisks assigned;
    private final KeptDisks disks;
    private final Seeds seeds;
    private final KeptExports exports;

    Condition(ReplicaStore store, AssignedDisks assigned, KeptDisks disks, Seeds seeds, KeptExports exports) {
        this.store = store;
        this.assigned = assigned;
        this.disks = disks;
        this.seeds = seeds;
        this.exports = exports;
    }

    List<MasterTargetReport.Kept> disks() throws IOException {
        Set<UUID> there = store.disks();
        Map<UUID, String> problems = problems(there);
        Map<UUID, Replica> open = store.replicas().stream()
                .collect(Collectors.toMap(replica -> replica.identity().disk(), replica -> replica));
        Set<UUID> all = new TreeSet<>(there);
        all.addAll(open.keySet());
        assigned.current().ifPresent(work -> work.disks().forEach(kept -> all.add(kept.disk())));
        List<MasterTargetReport.Kept> told = new ArrayList<>();
        for (UUID disk : all) {
            told.add(told(disk, open.get(disk), problems.get(disk)));
        }
        return told;
    }

    /** What is wrong with disks, the worst last so that it is what stays. */
    private Map<UUID, String> problems(Set<UUID> there) {
        Map<UUID, String> problems = new HashMap<>(disks.problems());
        problems.putAll(seeds.problems());
        problems.putAll(exports.problems());
        for (Map.Entry<String, Finding> damaged : store.damaged().entrySet()) {
            if (damaged.getValue().severity() == Finding.Severity.FATAL) {
                problems.put(UUID.fromString(damaged.getKey()), DAMAGED + damaged.getValue().place() + ": "
                        + damaged.getValue().what());
            }
        }
        for (MasterTargetAssignment.KeptDisk kept : assigned.current().map(MasterTargetAssignment::disks)
                .orElse(List.of())) {
            if (assigned.wasMade(kept.disk()) && !assigned.isSeeding(kept.disk()) && !there.contains(kept.disk())) {
                problems.put(kept.disk(), Presence.gone(store, kept.disk()));
            }
        }
        return problems;
    }

    private static MasterTargetReport.Kept told(UUID disk, Replica replica, String problem) {
        if (replica == null) {
            return new MasterTargetReport.Kept(disk, false, null, null, 0, 0, 0, 0, problem);
        }
        try {
            CopyState copy = replica.copyState();
            Instant oldest = replica.oldestTime().orElse(null);
            long micros = replica.journal().durableTimeMicros();
            Instant newest = micros == 0 ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
            return new MasterTargetReport.Kept(disk, replica.recoverable(), oldest, newest,
                    replica.journal().durableSequence(), replica.journal().bytes(), copy.copied().cardinality(),
                    copy.chunks(), problem == null ? damage(replica) : problem);
        } catch (IOException | RuntimeException e) {
            return new MasterTargetReport.Kept(disk, false, null, null, 0, 0, 0, 0,
                    problem == null ? DAMAGED + e.getMessage() : problem);
        }
    }

    private static String damage(Replica replica) {
        List<Finding> findings = replica.findings();
        if (replica.failed()) {
            return DAMAGED + "a write to it failed; it is opened anew when its disk is received again";
        }
        return findings.isEmpty()
                ? null
                : DAMAGED + findings.size() + " places, the first one: " + findings.getFirst().place() + ": "
                        + findings.getFirst().what();
    }
}
