package secondsite.server.target.keeping;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.Json;
import secondsite.api.site.MasterTargetAssignment;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.DamagedException;
import secondsite.server.target.CheckedText;

/**
 * What the configuration server assigned to this target last, and for which of its disks a replica was made: so that a replica that is gone
 * is told from one that was never begun, and one that is half filled from a seed from one that receives a copy. Kept in a file; safe for use by several threads.
 */
public final class AssignedDisks {

    static final String NAME = "assigned";
    private static final String TITLE = "secondsite assignment 1";
    private static final String ASSIGNMENT = "assignment";
    private static final String MADE = "made";
    private static final String SEEDING = "seeding";
    private static final Logger LOG = LoggerFactory.getLogger(AssignedDisks.class);

    private final Folder folder;
    private final ReentrantLock lock = new ReentrantLock();
    private MasterTargetAssignment assignment;
    private Set<UUID> made = Set.of();
    /** Read with each request, also while the file is being written. */
    private volatile Set<UUID> seeding = Set.of();
    private boolean damaged;

    /**
     * @param folder that holds the replicas
     */
    public AssignedDisks(Folder folder) throws IOException {
        this.folder = folder;
        // A process that was killed may have left a name that can be seen and is not durable; what follows relies on it.
        folder.force();
        try {
            if (folder.exists(NAME)) {
                read();
            }
        } catch (DamagedException e) {
            LOG.warn("{}; disks of the configuration server are received again when it sends its assignment anew",
                    e.getMessage());
            damaged = true;
        }
    }

    /** Whether the assignment was lost by damage, and none has come since: then nobody can say which disks are not assigned. */
    public boolean lost() {
        lock.lock();
        try {
            return damaged;
        } finally {
            lock.unlock();
        }
    }

    /** The last assignment; empty when there never was one. */
    public Optional<MasterTargetAssignment> current() {
        lock.lock();
        try {
            return Optional.ofNullable(assignment);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a new assignment, durably.
     *
     * @param there of which of its disks there is a replica; what was made before stays made
     */
    public void take(MasterTargetAssignment next, Set<UUID> there) throws IOException {
        lock.lock();
        try {
            Set<UUID> ids = next.disks().stream().map(MasterTargetAssignment.KeptDisk::disk)
                    .collect(Collectors.toSet());
            Set<UUID> after = Stream.concat(made.stream(), there.stream()).filter(ids::contains)
                    .collect(Collectors.toCollection(TreeSet::new));
            write(next, after, seeding.stream().filter(disk -> ids.contains(disk) || there.contains(disk))
                    .collect(Collectors.toCollection(TreeSet::new)));
        } finally {
            lock.unlock();
        }
    }

    /** The replica of a disk was made. */
    public void made(UUID disk) throws IOException {
        lock.lock();
        try {
            if (assignment != null && !made.contains(disk)
                    && assignment.disks().stream().anyMatch(kept -> kept.disk().equals(disk))) {
                Set<UUID> more = new TreeSet<>(made);
                more.add(disk);
                write(assignment, more, seeding);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The replica of an assigned disk is filled from a seed from now on. */
    public void seeding(UUID disk) throws IOException {
        lock.lock();
        try {
            if (!seeding.contains(disk)) {
                Set<UUID> more = new TreeSet<>(seeding);
                more.add(disk);
                write(assignment, made, more);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The replica of a disk has all that its seed could give. */
    public void seeded(UUID disk) throws IOException {
        lock.lock();
        try {
            write(assignment, made, without(disk, seeding));
        } finally {
            lock.unlock();
        }
    }

    /** What was filled from a seed is gone: the replica of a disk was never begun. */
    public void notSeeded(UUID disk) throws IOException {
        lock.lock();
        try {
            write(assignment, without(disk, made), without(disk, seeding));
        } finally {
            lock.unlock();
        }
    }

    private static Set<UUID> without(UUID disk, Set<UUID> all) {
        Set<UUID> fewer = new TreeSet<>(all);
        fewer.remove(disk);
        return fewer;
    }

    /** Whether the replica of a disk is being filled from a seed, or is to be. */
    public boolean isSeeding(UUID disk) {
        return seeding.contains(disk);
    }

    /** Whether the replica of an assigned disk was made once. */
    public boolean wasMade(UUID disk) {
        lock.lock();
        try {
            return made.contains(disk);
        } finally {
            lock.unlock();
        }
    }

    private void write(MasterTargetAssignment next, Set<UUID> after, Set<UUID> filled) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(ASSIGNMENT, new String(Json.write(next), StandardCharsets.UTF_8));
        lines.put(MADE, joined(after));
        lines.put(SEEDING, joined(filled));
        CheckedText.write(folder, NAME, TITLE, lines);
        assignment = next;
        made = after;
        seeding = filled;
        damaged = false;
    }

    private static String joined(Set<UUID> disks) {
        return disks.stream().map(UUID::toString).collect(Collectors.joining(" "));
    }

    private static Set<UUID> disks(String joined) {
        return Stream.of(joined.split(" ")).filter(id -> !id.isEmpty()).map(UUID::fromString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void read() throws IOException {
        Map<String, String> lines = CheckedText.read(folder, NAME, TITLE);
        try {
            assignment = Json.read(lines.get(ASSIGNMENT).getBytes(StandardCharsets.UTF_8),
                    MasterTargetAssignment.class);
            made = disks(lines.get(MADE));
            // Versions before there were seeds wrote no such line.
            seeding = disks(lines.getOrDefault(SEEDING, ""));
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            throw new DamagedException(folder.place() + "/" + NAME, 0,
                    "a line is missing or no value: " + e.getMessage());
        }
    }
}
