package secondsite.server.target.keeping;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.ProblemCode;
import secondsite.api.point.Deletion;
import secondsite.api.point.DeletionRequest;
import secondsite.api.policy.Retention;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.DamagedException;
import secondsite.server.target.ClockGuard;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaIdentity;
import secondsite.server.target.ReplicaStore;
import secondsite.server.target.RetentionPolicy;
import secondsite.server.target.SequenceRange;
import secondsite.server.target.keeping.DeletionFile.Content;
import secondsite.server.target.keeping.DeletionFile.Entry;
import secondsite.server.web.ProblemException;

/**
 * Deletions, from the request over the quarantine to the destruction, and the retention in force for each disk, of which a shorter one is a
 * deletion too. Timed by this target's own clock: while the {@link ClockGuard} doubts it, nothing is asked for and nothing is destroyed.
 * Durable before it is answered, and carried on after a crash at any step. Safe for use by several threads.
 *
 * <p>States of a deletion: <em>pending</em> → (undo) → forgotten; <em>pending</em> → (due, and nothing holds it up) → <em>destroyed</em>.
 */
public final class Deletions {

    private static final int MAX_REMEMBERED = 1000;
    /** Longer than anything that can be assigned: when it is not known what was in force. */
    private static final Retention FOREVER = new Retention(Integer.MAX_VALUE, Integer.MAX_VALUE / 60,
            Integer.MAX_VALUE / 1440);
    private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);

    private final Surroundings around;
    private final DeletionFile file;
    private final RequestedDeletion requested;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, String> waits = new HashMap<>();
    private Content content;
    private boolean damaged;
    private boolean unwritten;
    private UUID doing;

    /**
     * What deletions are about and go by.
     *
     * @param received   whether a disk is received: its replica is not destroyed
     * @param quarantine from request to destruction
     * @param ids        random
     */
    public record Surroundings(ReplicaStore store, ClockGuard guard, InstantSource clock, Predicate<UUID> received,
            Duration quarantine, Supplier<UUID> ids) {}

    /**
     * @param folder that holds the replicas. Where the file in it is damaged, nothing that was pending is destroyed, and any retention that
     *               is assigned counts as shorter than the one in force
     */
    public Deletions(Folder folder, Surroundings around) throws IOException {
        this.around = around;
        this.file = new DeletionFile(folder);
        this.requested = new RequestedDeletion(around);
        try {
            content = file.read();
        } catch (DamagedException e) {
            LOG.warn("{}; what was pending is not destroyed, and all that is kept stays for {}", e.getMessage(),
                    around.quarantine());
            content = Content.empty();
            damaged = true;
        }
    }

    /** Those that are pending, and the last that were done; by time of the request. */
    public List<Deletion> all() {
        lock.lock();
        try {
            return content.deletions().values().stream().map(Entry::deletion)
                    .map(deletion -> deletion.pending() ? deletion.waiting(waits.get(deletion.id())) : deletion)
                    .sorted(Comparator.comparing(Deletion::requested)).toList();
        } finally {
            lock.unlock();
        }
    }

    /** The pending deletions that will destroy points of a disk. */
    public List<Deletion> pending(UUID disk) {
        return all().stream().filter(deletion -> deletion.pending() && deletion.disk().equals(disk)).toList();
    }

    /**
     * Takes a request; its quarantine begins.
     *
     * @ when it cannot be granted; nothing is changed
     */
    public Deletion request(UUID disk, DeletionRequest request) throws IOException {
        RequestCheck.check(request);
        lock.lock();
        try {
            refuseWhileFrozen();
            DeletionLimits.refuseTooMany(disk, content);
            Instant now = around.clock().instant();
            boolean replica = request.what() == Deletion.What.REPLICA;
            if (replica && pending(disk).stream().anyMatch(deletion -> deletion.what() == Deletion.What.REPLICA)) {
                throw refused("the replica of disk " + disk + " is to be destroyed already");
            }
            Entry entry = requested.of(disk, request, now);
            DeletionLimits.refuseAlone(entry, content, now);
            Content next = content.copy();
            next.deletions().put(entry.deletion().id(), entry);
            write(next);
            return entry.deletion();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Undoes a pending deletion.
     *
     * @ when there is none, or it is too late
     */
    public void undo(UUID id) throws IOException {
        lock.lock();
        try {
            Entry entry = content.deletions().get(id);
            if (entry == null) {
                throw new ProblemException(ProblemCode.NOT_FOUND, "there is no deletion " + id);
            }
            refuseUndo(entry.deletion());
            Content next = content.copy();
            next.deletions().remove(id);
            write(next);
        } finally {
            lock.unlock();
        }
    }

    /** Does something with a disk's point while no deletion can begin to cover it. @ when one does */
    public <T> T sparing(UUID disk, long sequence, Sparing<T> work) throws IOException {
        lock.lock();
        try {
            Optional<Deletion> covering = pending(disk).stream().filter(deletion -> covers(deletion, sequence))
                    .findFirst();
            if (covering.isPresent()) {
                throw refused("sequence " + sequence + " is to be destroyed by deletion "
                        + covering.get().id() + "; undo that first");
            }
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    /** What is done with a point. */
    public interface Sparing<T> {
        T run() throws IOException;
    }

    /** Whether a deletion destroys a point of its disk. */
    public static boolean covers(Deletion deletion, long sequence) {
        return switch (deletion.what()) {
            case POINTS -> deletion.first() <= sequence && sequence <= deletion.last();
            case REPLICA -> true;
            case RETENTION -> false;
        };
    }

    /**
     * What is to hold for disks from now on; said again and again. What it keeps longer than what is in force holds at once; what it keeps
     * shorter is a deletion with its quarantine, cancelled by a later word that does not.
     *
     * @param before in force for a disk when nothing else is known; null when it has no replica yet
     */
    public void want(Map<UUID, Retention> wanted, Function<UUID, Retention> before) throws IOException {
        boolean mayBegin = around.guard().check().isEmpty();
        lock.lock();
        try {
            Map<UUID, Deletion> cuts = new HashMap<>();
            content.deletions().values().stream().map(Entry::deletion)
                    .filter(deletion -> deletion.pending() && deletion.what() == Deletion.What.RETENTION)
                    .forEach(deletion -> cuts.put(deletion.disk(), deletion));
            Content next = content.copy();
            wanted.forEach((disk, retention) -> want(disk, retention, before, cuts.get(disk), mayBegin, next));
            if (!next.equals(content)) {
                write(next);
            }
        } finally {
            lock.unlock();
        }
    }

    private void want(UUID disk, Retention wanted, Function<UUID, Retention> before, Deletion cut, boolean mayBegin,
            Content next) {
        RetentionPolicy policy = Retentions.policy(wanted);
        RetentionPolicy inForce = Retentions.policy(known(disk, wanted, before)).andAllOf(policy);
        next.inForce().put(disk, Retentions.retention(inForce));
        boolean shorter = !policy.keepsAllOf(inForce);
        boolean goesOn = shorter && cut != null && policy.keepsAllOf(Retentions.policy(cut.retention()));
        if (cut != null && !goesOn) {
            next.deletions().remove(cut.id());
        }
        if (goesOn && !wanted.equals(cut.retention()) || shorter && !goesOn && mayBegin) {
            UUID id = goesOn ? cut.id() : around.ids().get();
            Instant since = goesOn ? cut.requested() : around.clock().instant();
            next.deletions().put(id, new Entry(new Deletion(id, disk, Deletion.What.RETENTION, since,
                    since.plus(around.quarantine()), null, null, null, null, wanted, "policy",
                    "the policy keeps less than before", null, null, null), 0, null));
        }
    }

    private Retention known(UUID disk, Retention wanted, Function<UUID, Retention> before) {
        Retention known = content.inForce().get(disk);
        if (known != null) {
            return known;
        }
        Retention otherwise = before.apply(disk);
        return otherwise == null ? wanted : damaged ? FOREVER : otherwise;
    }

    /** The retention in force for a disk; empty when nothing was ever assigned to it. */
    public Optional<RetentionPolicy> inForce(UUID disk) {
        lock.lock();
        try {
            return Optional.ofNullable(content.inForce().get(disk)).map(Retentions::policy);
        } finally {
            lock.unlock();
        }
    }

    /** Destroys what is due, as far as nothing holds it up; call it every minute or so. */
    public void run() throws IOException {
        if (around.guard().check().isPresent()) {
            return;
        }
        Instant now = around.clock().instant();
        for (Deletion deletion : all()) {
            if (deletion.pending() && !deletion.due().isAfter(now)) {
                run(deletion.id(), now);
            }
        }
        lock.lock();
        try {
            if (unwritten) {
                write(content);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Without the lock, for it may take minutes; nobody undoes what is being done. */
    private void run(UUID id, Instant now) {
        Entry entry = begin(id);
        if (entry == null) {
            return;
        }
        Optional<String> holdsUp;
        try {
            holdsUp = carryOut(entry);
        } catch (IOException | RuntimeException e) {
            LOG.warn("deletion {} of disk {}: {}", id, entry.deletion().disk(), e.toString());
            holdsUp = Optional.of(String.valueOf(e.getMessage()));
        }
        end(id, now, holdsUp);
    }

    private Entry begin(UUID id) {
        lock.lock();
        try {
            doing = id;
            return content.deletions().get(id);
        } finally {
            lock.unlock();
        }
    }

    private void end(UUID id, Instant now, Optional<String> holdsUp) {
        lock.lock();
        try {
            doing = null;
            waits.remove(id);
            Entry entry = content.deletions().get(id);
            if (holdsUp.isPresent()) {
                waits.put(id, holdsUp.get());
            } else if (entry != null) {
                finish(entry, now);
            }
        } catch (IOException e) {
            LOG.warn("deletion {} is done, and that could not be written down yet: {}", id, e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /** Done is done, even where it cannot be written down now: another disk of the same id must not be destroyed for it. */
    private void finish(Entry entry, Instant now) throws IOException {
        Deletion deletion = entry.deletion();
        Content next = content.copy();
        next.deletions().put(deletion.id(), entry.with(deletion.destroyedAt(now)));
        if (deletion.what() == Deletion.What.RETENTION) {
            next.inForce().put(deletion.disk(), deletion.retention());
        } else if (deletion.what() == Deletion.What.REPLICA) {
            next.inForce().remove(deletion.disk());
            next.deletions().values().removeIf(other -> other.deletion().disk().equals(deletion.disk())
                    && other.deletion().pending());
        }
        forgetOldest(next);
        content = next;
        unwritten = true;
        LOG.info("deletion {} of disk {}, asked for by {}: done", deletion.id(), deletion.disk(), deletion.who());
        write(next);
    }

    private static void forgetOldest(Content content) {
        List<Deletion> done = content.deletions().values().stream().map(Entry::deletion)
                .filter(deletion -> !deletion.pending()).sorted(Comparator.comparing(Deletion::destroyed)).toList();
        done.stream().limit(Math.max(0, done.size() - MAX_REMEMBERED))
                .forEach(deletion -> content.deletions().remove(deletion.id()));
    }

    private Optional<String> carryOut(Entry entry) throws IOException {
        Deletion deletion = entry.deletion();
        return switch (deletion.what()) {
            case RETENTION -> Optional.empty();
            case POINTS -> {
                Optional<Replica> replica = around.store().find(deletion.disk());
                yield replica.isEmpty()
                        ? Optional.empty()
                        : replica.get().destroy(new SequenceRange(deletion.first(), deletion.last()));
            }
            case REPLICA -> destroyReplica(deletion.disk(), entry.replicaCreated());
        };
    }

    private Optional<String> destroyReplica(UUID disk, Instant created) throws IOException {
        if (around.received().test(disk)) {
            return Optional.of("the disk is received here; it is destroyed when its protection has ended");
        }
        Optional<Instant> there = around.store().identity(disk).map(ReplicaIdentity::created);
        boolean another = there.isPresent() && created != null && !there.get().equals(created);
        return another ? Optional.empty() : around.store().destroy(disk);
    }

    private void refuseUndo(Deletion deletion) throws IOException {
        if (!deletion.pending()) {
            throw refused("deletion " + deletion.id() + " was done at " + deletion.destroyed());
        }
        if (deletion.id().equals(doing)) {
            throw refused("it is being done just now");
        }
        if (deletion.what() == Deletion.What.RETENTION) {
            throw refused(
                    "it follows from the policy: give that its longer retention again, and this ends");
        }
        Optional<Replica> replica = deletion.what() == Deletion.What.POINTS
                ? around.store().find(deletion.disk())
                : Optional.empty();
        if (replica.isPresent() && replica.get().gone(new SequenceRange(deletion.first(), deletion.last()))) {
            throw refused("its points are gone already");
        }
    }

    private void refuseWhileFrozen() throws IOException {
        Optional<String> frozen = around.guard().check();
        if (frozen.isPresent()) {
            throw refused("no quarantine can begin while the time is in doubt: " + frozen.get());
        }
    }

    static ProblemException refused(String why) {
        return new ProblemException(ProblemCode.CONFLICT, why);
    }

    private void write(Content next) throws IOException {
        file.write(next);
        content = next;
        unwritten = false;
    }
}
