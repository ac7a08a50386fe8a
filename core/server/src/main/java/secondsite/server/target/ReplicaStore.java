package secondsite.server.target;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.DamagedException;
import secondsite.server.target.Finding.Severity;

/**
 * The replicas of this target: one folder each, named by disk id. The catalogue is nothing but the folders; a damaged replica is told
 * with its finding while the others go on. Safe for use by several threads.
 */
public final class ReplicaStore implements Closeable {

    /** The name of a folder whose replica is destroyed ends so. */
    private static final String DESTROYED = ".destroyed";
    /** A folder beside the replicas that is not one. */
    public static final String BACKUPS = "backups";

    private final Folder folder;
    private final JournalSettings settings;
    private final InstantSource clock;
    private final LongSupplier seeds;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, Replica> replicas = new TreeMap<>();
    private final Map<String, Finding> damaged = new TreeMap<>();

    private ReplicaStore(Folder folder, JournalSettings settings, InstantSource clock, LongSupplier seeds) {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.seeds = seeds;
    }

    /**
     * Opens all replicas in a folder. Never fails because one of them is damaged.
     *
     * @param seeds random seeds for new replicas
     */
    public static ReplicaStore open(Folder folder, JournalSettings settings, InstantSource clock, LongSupplier seeds)
            throws IOException {
        var store = new ReplicaStore(folder, settings, clock, seeds);
        // A process that was killed may have left names that can be seen and are not durable; a destruction relies on them.
        folder.force();
        for (String name : folder.folders()) {
            if (name.endsWith(DESTROYED)) {
                store.finishDestruction(name);
            } else if (!name.equals(BACKUPS)) {
                store.openFolder(name);
            }
        }
        return store;
    }

    /** The replica of a disk, made when it is missing. One that is there grows with its disk; a disk that shrank is refused. */
    public Replica create(Replica.NewReplica of) throws IOException {
        lock.lock();
        try {
            Optional<Replica> known = find(of.disk());
            if (known.isPresent()) {
                return grown(known.get(), of);
            }
            Folder own = folder.folder(of.disk().toString());
            folder.force();
            Replica made = Replica.create(own, of, seeds.getAsLong(), settings, clock);
            damaged.remove(of.disk().toString());
            replicas.put(of.disk(), made);
            return made;
        } finally {
            lock.unlock();
        }
    }

    private static Replica grown(Replica known, Replica.NewReplica of) throws IOException {
        long size = known.identity().size();
        if (size > of.size()) {
            throw new IOException("the replica of disk " + of.disk() + " is for " + size + " bytes, not for "
                    + of.size() + "; a disk that became smaller needs a new replica");
        }
        if (size < of.size()) {
            known.grow(of.size());
        }
        return known;
    }

    /**
     * The replica of a disk; empty when there is none.
     *
     * @throws IOException when it is there but damaged, with the finding
     */
    public Optional<Replica> find(UUID disk) throws IOException {
        lock.lock();
        try {
            Replica replica = replicas.get(disk);
            Finding finding = damaged.get(disk.toString());
            if (replica == null && finding != null && finding.severity() == Severity.FATAL) {
                throw new IOException(
                        "the replica of disk " + disk + " cannot be used: " + finding.what() + "; " + finding.remedy());
            }
            return Optional.ofNullable(replica);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes a replica and opens it anew, as it must be after a write or force failed or after a person mended its files.
     *
     * @return empty when it cannot be opened; {@link #damaged()} says why
     */
    public Optional<Replica> reopen(UUID disk) throws IOException {
        lock.lock();
        try {
            Replica old = replicas.remove(disk);
            if (old != null) {
                closeFailed(old);
            }
            if (folder.folders().contains(disk.toString())) {
                openFolder(disk.toString());
            }
            return Optional.ofNullable(replicas.get(disk));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Destroys all that is kept of a disk, damaged or not. Its folder first gets another name, durably; from then on the disk is gone, and
     * what is left of it after an error or a crash is deleted the next time the store is opened, or by another call.
     *
     * @return why it has to wait; empty when nothing of it is left
     */
    public Optional<String> destroy(UUID disk) throws IOException {
        lock.lock();
        try {
            Replica replica = replicas.get(disk);
            if (replica != null && !replica.retire()) {
                return Optional.of("an export or extraction of it is open, or a machine runs over it");
            }
            replicas.remove(disk);
            if (replica != null) {
                closeFailed(replica);
            }
            damaged.remove(disk.toString());
            putAside(disk.toString());
            Leavings.delete(folder, disk + DESTROYED);
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void putAside(String name) throws IOException {
        if (folder.folders().contains(name)) {
            try {
                Leavings.delete(folder, name + DESTROYED);
                folder.rename(name, name + DESTROYED);
                folder.force();
            } catch (IOException e) {
                if (folder.folders().contains(name)) {
                    openFolder(name);
                }
                throw e;
            }
        }
    }

    /** What the replica of a disk is; empty when there is none, or that cannot be read. */
    public Optional<ReplicaIdentity> identity(UUID disk) {
        lock.lock();
        try {
            return Optional.ofNullable(replicas.get(disk)).map(Replica::identity);
        } finally {
            lock.unlock();
        }
    }

    /** The replicas that are open, by disk id. */
    public List<Replica> replicas() {
        lock.lock();
        try {
            return List.copyOf(replicas.values());
        } finally {
            lock.unlock();
        }
    }

    /** The folders that could not be opened as a replica, by name, and why. */
    public Map<String, Finding> damaged() {
        lock.lock();
        try {
            return Map.copyOf(damaged);
        } finally {
            lock.unlock();
        }
    }

    /** The disks of which there is a folder now, whatever is in it. */
    public Set<UUID> disks() throws IOException {
        Set<UUID> found = new TreeSet<>();
        for (String name : folder.folders()) {
            try {
                found.add(UUID.fromString(name));
            } catch (IllegalArgumentException _) {
                // No replica's; told when the store was opened.
            }
        }
        return found;
    }

    /** Where the replicas lie, for people. */
    public String place() {
        return folder.place();
    }

    /** Bytes that can still be written where the replicas lie. */
    public long freeBytes() throws IOException {
        return folder.freeBytes();
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            var failures = new ArrayList<IOException>();
            for (Replica replica : replicas.values()) {
                try {
                    replica.close();
                } catch (IOException e) {
                    failures.add(e);
                }
            }
            replicas.clear();
            if (!failures.isEmpty()) {
                IOException first = failures.removeFirst();
                failures.forEach(first::addSuppressed);
                throw first;
            }
        } finally {
            lock.unlock();
        }
    }

    private void finishDestruction(String name) {
        try {
            Leavings.delete(folder, name);
        } catch (IOException e) {
            damaged.put(name, new Finding(Severity.WARNING, folder.place() + "/" + name,
                    "was destroyed, and what is left cannot be deleted: " + e.getMessage(),
                    "mend what the message names, then restart"));
        }
    }

    private void openFolder(String name) throws IOException {
        Folder own = folder.folder(name);
        damaged.remove(name);
        try {
            UUID disk = UUID.fromString(name);
            if (ReplicaFolder.unfinished(own)) {
                damaged.put(name,
                        new Finding(Severity.WARNING, own.place(), "was begun and never finished; it holds nothing",
                                "nothing: it is finished when its disk is protected"));
                return;
            }
            replicas.put(disk, opened(own, disk));
        } catch (IllegalArgumentException e) {
            damaged.put(name, new Finding(Severity.WARNING, own.place(), "is not named like a disk's id",
                    "move what does not belong here elsewhere"));
        } catch (IOException | RuntimeException e) {
            damaged.put(name, new Finding(Severity.FATAL, own.place(), String.valueOf(e.getMessage()), remedy(e)));
        }
    }

    private Replica opened(Folder own, UUID disk) throws IOException {
        Replica replica = Replica.open(own, settings, clock);
        if (!replica.identity().disk().equals(disk)) {
            replica.close();
            throw new DamagedException(own.place(), 0,
                    "holds disk " + replica.identity().disk() + ": the folders were exchanged");
        }
        return replica;
    }

    private static String remedy(Exception e) {
        return e instanceof DamagedException
                ? "verify the journal and put the damaged file back from a copy; or remove the folder and protect the disk anew"
                : "mend what the message names, then open the replica anew";
    }

    /** What failed before may fail to close; its files are given up either way. */
    private void closeFailed(Replica old) {
        try {
            old.close();
        } catch (IOException e) {
            damaged.put(old.identity().disk().toString(),
                    new Finding(Severity.WARNING, old.identity().disk().toString(),
                            "failed while it was closed: " + e.getMessage(), "nothing: it was opened anew"));
        }
    }
}
