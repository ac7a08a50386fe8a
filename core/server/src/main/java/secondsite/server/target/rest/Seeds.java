package secondsite.server.target.rest;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.site.MasterTargetAssignment;
import secondsite.engine.disk.Disk;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaStore;
import secondsite.server.target.Seeding;
import secondsite.server.target.keeping.AssignedDisks;
import secondsite.server.web.FreeSpace;

/**
 * Fills replicas of assigned disks, before they receive anything, from what this computer still has of the disks: one after another, in a
 * thread of its own. What was begun goes on after a restart; that it was is kept before the replica is made, so that nobody takes half of a
 * seed for a copy. A seed that cannot be used is told, and what was filled from it is thrown away: the disk is received from nothing then.
 * Safe for use by several threads.
 */
final class Seeds implements AutoCloseable {

    private static final int AGAIN_MINUTES = 1;
    private static final long LEAST_FREE_BYTES = 64L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(Seeds.class);

    private final SeedFolders folders;
    private final ReplicaStore store;
    private final AssignedDisks assigned;
    private final FreeSpace space;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, String> problems = new ConcurrentHashMap<>();
    private final ScheduledExecutorService rounds = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("seeding").factory());
    private Map<UUID, MasterTargetAssignment.KeptDisk> due = new HashMap<>();
    /** Null when none is being filled. */
    private UUID running;
    private volatile boolean closed;

    /** @param space where the replicas lie */
    Seeds(SeedFolders folders, ReplicaStore store, AssignedDisks assigned, FreeSpace space) {
        this.folders = folders;
        this.store = store;
        this.assigned = assigned;
        this.space = space;
    }

    /** From now on these are assigned. On return it is certain of each whether its replica is filled from a seed. */
    void assign(List<MasterTargetAssignment.KeptDisk> kept) {
        lock.lock();
        try {
            problems.keySet().retainAll(
                    kept.stream().map(MasterTargetAssignment.KeptDisk::disk).collect(Collectors.toSet()));
            Map<UUID, MasterTargetAssignment.KeptDisk> next = new HashMap<>();
            for (MasterTargetAssignment.KeptDisk disk : kept) {
                if (isToBeFilled(disk)) {
                    next.put(disk.disk(), disk);
                }
            }
            due = next;
        } finally {
            lock.unlock();
        }
    }

    private boolean isToBeFilled(MasterTargetAssignment.KeptDisk kept) {
        UUID disk = kept.disk();
        if (disk.equals(running)) {
            return true;
        }
        boolean begun = assigned.isSeeding(disk);
        if (!begun && (kept.seed() == null || assigned.wasMade(disk)) || !isWhole(kept)) {
            return false;
        }
        try {
            begin(kept);
        } catch (IOException e) {
            tellLater(kept, e);
        }
        return assigned.isSeeding(disk);
    }

    private void begin(MasterTargetAssignment.KeptDisk kept) throws IOException {
        try (Disk _ = folders.open(kept.seed(), kept.size())) {
            assigned.seeding(kept.disk());
        } catch (SeedFolders.UnusableException e) {
            giveUp(kept.disk(), e.getMessage());
        }
    }

    private void tellLater(MasterTargetAssignment.KeptDisk kept, Exception why) {
        problems.put(kept.disk(), "REPLICA_DAMAGED: it cannot be filled from " + kept.seed() + " yet: "
                + why.getMessage());
        LOG.warn("disk {}: {}", kept.disk(), problems.get(kept.disk()));
    }

    /** Otherwise it is not received either, and that is told. */
    private static boolean isWhole(MasterTargetAssignment.KeptDisk kept) {
        try {
            KeptDisks.replica(kept, kept.size());
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private void giveUp(UUID disk, String why) throws IOException {
        if (assigned.isSeeding(disk)) {
            if (isOver(disk)) {
                assigned.seeded(disk);
                return;
            }
            Optional<String> waits = store.destroy(disk);
            if (waits.isPresent()) {
                throw new IOException("the replica of disk " + disk + " cannot be begun anew: " + waits.get());
            }
            assigned.notSeeded(disk);
        }
        problems.put(disk, "SEED_UNUSABLE: " + why + "; the disk is received from nothing");
        LOG.warn("disk {}: {}", disk, problems.get(disk));
    }

    /** A damaged one has nothing that could be lost. */
    private boolean isOver(UUID disk) {
        return store.replicas().stream().filter(replica -> replica.identity().disk().equals(disk))
                .anyMatch(Seeding::over);
    }

    /** Fills what is due, from now on. */
    void start() {
        rounds.scheduleWithFixedDelay(this::round, 0, AGAIN_MINUTES, TimeUnit.MINUTES);
    }

    /** Something may have become due. */
    void look() {
        rounds.execute(this::round);
    }

    private void round() {
        for (MasterTargetAssignment.KeptDisk kept : locked(() -> List.copyOf(due.values()))) {
            boolean mine = locked(() -> {
                // One that was given up meanwhile may have received something.
                boolean still = !closed && due.containsKey(kept.disk()) && assigned.isSeeding(kept.disk());
                running = still ? kept.disk() : null;
                return still;
            });
            if (mine) {
                attempt(kept);
            }
        }
    }

    private void attempt(MasterTargetAssignment.KeptDisk kept) {
        try {
            fill(kept);
        } catch (IOException | RuntimeException e) {
            tellLater(kept, e);
        } finally {
            locked(() -> running = null);
        }
    }

    private void fill(MasterTargetAssignment.KeptDisk kept) throws IOException {
        UUID disk = kept.disk();
        try (Disk seed = folders.open(kept.seed(), kept.size())) {
            LOG.info("disk {}: its replica is filled from {}", disk, kept.seed());
            fill(kept, seed);
        } catch (SeedFolders.UnusableException e) {
            locked(() -> due.remove(disk));
            giveUp(disk, e.getMessage());
        }
    }

    private void fill(MasterTargetAssignment.KeptDisk kept, Disk seed) throws IOException {
        UUID disk = kept.disk();
        Replica replica = replica(kept);
        assigned.made(disk);
        try {
            if (new Seeding(replica, seed).run(() -> closed || isFull())) {
                assigned.seeded(disk);
                problems.remove(disk);
                locked(() -> due.remove(disk));
                LOG.info("disk {}: its replica is filled", disk);
                return;
            }
            replica.forceCopy();
            if (!closed) {
                problems.put(disk, "STORE_FULL: filling it from " + kept.seed() + " waits for space in "
                        + store.place());
            }
        } catch (IOException | IllegalArgumentException e) {
            if (replica.failed() || isFull()) {
                throw e;
            }
            throw new SeedFolders.UnusableException(e.getMessage());
        }
    }

    private boolean isFull() {
        try {
            return !space.fits(LEAST_FREE_BYTES);
        } catch (IOException e) {
            LOG.warn("{}: the free space cannot be asked: {}", store.place(), e.getMessage());
            return true;
        }
    }

    private Replica replica(MasterTargetAssignment.KeptDisk kept) throws IOException {
        Replica there = store.create(KeptDisks.replica(kept, kept.size()));
        return there.failed()
                ? store.reopen(kept.disk()).orElseThrow(() -> new IOException("it cannot be opened anew"))
                : there;
    }

    private interface Question<T> {
        T answer();
    }

    private <T> T locked(Question<T> question) {
        lock.lock();
        try {
            return question.answer();
        } finally {
            lock.unlock();
        }
    }

    /** Why disks are not filled from their seeds, until they can be recovered without. */
    Map<UUID, String> problems() {
        Set<UUID> recoverable = store.replicas().stream().filter(Seeds::isRecoverable)
                .map(replica -> replica.identity().disk()).collect(Collectors.toSet());
        problems.keySet().removeAll(recoverable);
        return Map.copyOf(problems);
    }

    private static boolean isRecoverable(Replica replica) {
        return !replica.failed() && replica.recoverable();
    }

    /** Waits for the piece under way to end. Never an interrupt: it could hit a replica that is being written. */
    @Override
    public void close() {
        closed = true;
        rounds.shutdown();
        try {
            rounds.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
