package secondsite.server.target.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.policy.Retention;
import secondsite.api.site.MasterTargetAssignment;
import secondsite.server.settings.MasterTargetSettings;
import secondsite.server.target.Replica;
import secondsite.server.web.Exchange;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/**
 * Which disks are received here, and who may send them: those of the settings, and those that the configuration server assigned, which
 * come first. Safe for use by several threads.
 */
final class KeptDisks {

    private static final int FIRST_SEQUENCE = 1;
    private static final int FIRST_EPOCH = 1;
    private static final int SMALLEST_BYTES = 512;

    /** A disk, what its replica is to hold, and who sends it. */
    private record Sent(KeptDisk disk, Replica.NewReplica of, String processServer) {}

    /** Makes what receives a disk. */
    interface Receiving {
        KeptDisk of(Replica.NewReplica replica);
    }

    /** How large the replica of a disk is in bytes; negative when there is none. */
    interface Sizes {
        long of(UUID disk);
    }

    private final Receiving receiving;
    private final Sizes sizes;
    private final Map<UUID, Sent> configured = new HashMap<>();
    private volatile Map<UUID, Sent> disks;
    private volatile Map<UUID, String> problems = Map.of();

    KeptDisks(List<MasterTargetSettings.Kept> configured, Receiving receiving, Sizes sizes) {
        this.receiving = receiving;
        this.sizes = sizes;
        for (MasterTargetSettings.Kept kept : configured) {
            var of = new Replica.NewReplica(kept.id(), kept.size().bytes(), kept.machine(), kept.name(),
                    FIRST_SEQUENCE, FIRST_EPOCH);
            this.configured.put(kept.id(), new Sent(receiving.of(of), of, kept.processServer()));
        }
        this.disks = Map.copyOf(this.configured);
    }

    /** From now on these are received, beside those of the settings. One that cannot be received so is
     * received as before, and has a problem. */
    synchronized void assign(List<MasterTargetAssignment.KeptDisk> assigned) {
        Map<UUID, Sent> next = new HashMap<>(configured);
        Map<UUID, String> wrong = new HashMap<>();
        for (MasterTargetAssignment.KeptDisk kept : assigned) {
            long there = sizes.of(kept.disk());
            if (there > kept.size()) {
                wrong.put(kept.disk(), "DISK_RESIZED: its replica holds " + there + " bytes, not " + kept.size()
                        + ": a replica cannot become smaller; protect the disk anew");
            }
            try {
                next.put(kept.disk(), sent(kept, Math.max(there, kept.size())));
            } catch (IllegalArgumentException e) {
                wrong.put(kept.disk(), e.getMessage());
                Sent before = disks.get(kept.disk());
                if (before != null) {
                    next.put(kept.disk(), before);
                }
            }
        }
        disks = Map.copyOf(next);
        problems = Map.copyOf(wrong);
    }

    /** Whether a retention can be kept to. */
    static boolean possible(Retention retention) {
        return retention != null && retention.everythingMinutes() > 0 && retention.hourlyHours() >= 0
                && retention.dailyDays() >= 0;
    }

    /**
     * What the replica of an assigned disk is to hold.
     *
     * @throws IllegalArgumentException when the assignment does not say that
     */
    static Replica.NewReplica replica(MasterTargetAssignment.KeptDisk kept, long size) {
        if (!possible(kept.retention())) {
            throw new IllegalArgumentException("the assignment gives it no retention, or an impossible one: "
                    + kept.retention());
        }
        if (size < SMALLEST_BYTES || kept.machine() == null || kept.name() == null || kept.processServer() == null) {
            throw new IllegalArgumentException("the assignment gives it a size of " + size + " bytes, of which "
                    + SMALLEST_BYTES + " are needed, or names no machine, disk or process server");
        }
        return new Replica.NewReplica(kept.disk(), size, kept.machine(), kept.name(), FIRST_SEQUENCE, FIRST_EPOCH);
    }

    private Sent sent(MasterTargetAssignment.KeptDisk kept, long size) {
        Replica.NewReplica of = replica(kept, size);
        Sent before = disks.get(kept.disk());
        boolean same = before != null && before.of().size() == size;
        KeptDisk disk = same ? before.disk() : receiving.of(of);
        disk.leastEpoch(kept.epoch());
        return new Sent(disk, of, kept.processServer());
    }

    /** Whether a disk is received here. */
    boolean contains(UUID disk) {
        return disks.containsKey(disk);
    }

    /** What could not be done as the assignment says, by disk. */
    Map<UUID, String> problems() {
        return problems;
    }

    /** The disk of the request's path, which only its own process server may send. */
    KeptDisk received(Exchange exchange) {
        UUID disk = exchange.uuid("disk");
        Sent sent = disks.get(disk);
        if (sent == null) {
            throw new ProblemException(ProblemCode.UNKNOWN_DISK, "disk " + disk
                    + " is not received here; protect it, or add it to the master target's disks");
        }
        if (!exchange.peer().equals(new Peer(Peer.Kind.PROCESS_SERVER, sent.processServer()))) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, exchange.peer() + " may not send disk " + disk);
        }
        return sent.disk();
    }
}
