package secondsite.server.target.keeping;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import secondsite.api.Json;
import secondsite.api.point.Deletion;
import secondsite.api.policy.Retention;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.DamagedException;
import secondsite.server.target.CheckedText;

/** The file with all deletions and with the retention in force for each disk. */
final class DeletionFile {

    static final String NAME = "deletions";
    private static final String TITLE = "secondsite deletions 1";
    private static final String DELETION = "deletion ";
    private static final String RETENTION = "retention ";

    private final Folder folder;

    /**
     * A deletion and what only this target needs of it.
     *
     * @param share          which part of the disk's points or of its time it destroys, 0 to 1
     * @param replicaCreated when the replica was made that is to be destroyed, so that no later one of the same disk is; null when that is
     *                       not known, or points are
     */
    record Entry(Deletion deletion, double share, Instant replicaCreated) {

        Entry with(Deletion changed) {
            return new Entry(changed, share, replicaCreated);
        }
    }

    /** What is in the file; for one thread. */
    record Content(Map<UUID, Entry> deletions, Map<UUID, Retention> inForce) {

        static Content empty() {
            return new Content(new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        Content copy() {
            return new Content(new LinkedHashMap<>(deletions), new LinkedHashMap<>(inForce));
        }
    }

    /** @param folder that holds the replicas */
    DeletionFile(Folder folder) {
        this.folder = folder;
    }

    /** Durable on return. */
    void write(Content content) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        content.deletions().forEach((id, entry) -> lines.put(DELETION + id, text(entry)));
        content.inForce().forEach((disk, retention) -> lines.put(RETENTION + disk, text(retention)));
        CheckedText.write(folder, NAME, TITLE, lines);
    }

    private static String text(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    /** @throws DamagedException when it is damaged */
    Content read() throws IOException {
        Content content = Content.empty();
        // A process that was killed may have left a name that can be seen and is not durable; what follows relies on it.
        folder.force();
        if (!folder.exists(NAME)) {
            return content;
        }
        for (Map.Entry<String, String> line : CheckedText.read(folder, NAME, TITLE).entrySet()) {
            try {
                read(line.getKey(), line.getValue().getBytes(StandardCharsets.UTF_8), content);
            } catch (IOException | IllegalArgumentException e) {
                throw new DamagedException(place(), 0, "line «" + line.getKey() + "»: " + e.getMessage());
            }
        }
        return content;
    }

    private static void read(String key, byte[] value, Content into) throws IOException {
        if (key.startsWith(DELETION)) {
            into.deletions().put(UUID.fromString(key.substring(DELETION.length())), Json.read(value, Entry.class));
        } else if (key.startsWith(RETENTION)) {
            into.inForce().put(UUID.fromString(key.substring(RETENTION.length())), Json.read(value, Retention.class));
        }
    }

    String place() {
        return folder.place() + "/" + NAME;
    }
}
