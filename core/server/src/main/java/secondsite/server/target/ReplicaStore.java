package secondsite.server.target;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.JournalSettings;

/**
 * The replicas of this target: one folder each, named by disk id. The catalogue is nothing but the folders; a damaged replica is told
 * with its findings while the others go on. Safe for use by several threads.
 */
public final class ReplicaStore implements Closeable {

    private ReplicaStore() {}

    /** Opens all replicas in a folder. Never fails because one of them is damaged. @param seeds random seeds for new replicas */
    public static ReplicaStore open(Folder folder, JournalSettings settings, InstantSource clock, LongSupplier seeds)
            throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** The replica of a disk, made when it is missing. One that is there must have the same size, or it is refused. */
    public Replica create(Replica.NewReplica of) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * The replica of a disk; empty when there is none.
     *
     * @throws IOException when it is there but damaged, with the finding
     */
    public Optional<Replica> find(UUID disk) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** The replicas that are open, by disk id. */
    public List<Replica> replicas() {
        throw new UnsupportedOperationException("being built");
    }

    /** The folders that could not be opened as a replica, by name, and why. */
    public Map<String, Finding> damaged() {
        throw new UnsupportedOperationException("being built");
    }

    /** Bytes that can still be written where the replicas lie. */
    public long freeBytes() throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException("being built");
    }
}
