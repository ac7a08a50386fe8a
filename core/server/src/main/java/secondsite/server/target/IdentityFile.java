package secondsite.server.target;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.DamagedException;

/** The file that says which disk a replica's folder is of. */
final class IdentityFile {

    static final String NAME = "identity";
    private static final String TITLE = "secondsite replica identity 1";

    private IdentityFile() {}

    static void write(Folder folder, ReplicaIdentity identity) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("disk", identity.disk().toString());
        lines.put("size", Long.toString(identity.size()));
        lines.put("machine", identity.machine());
        lines.put("name", identity.name());
        lines.put("created", identity.created().toString());
        lines.put("checksum seed", Long.toString(identity.checksumSeed()));
        lines.put("first sequence", Long.toString(identity.firstSequence()));
        lines.put("first epoch", Integer.toString(identity.firstEpoch()));
        CheckedText.write(folder, NAME, TITLE, lines);
    }

    static ReplicaIdentity read(Folder folder) throws IOException {
        Map<String, String> lines = CheckedText.read(folder, NAME, TITLE);
        try {
            return new ReplicaIdentity(UUID.fromString(lines.get("disk")), Long.parseLong(lines.get("size")),
                    lines.get("machine"), lines.get("name"), Instant.parse(lines.get("created")),
                    Long.parseLong(lines.get("checksum seed")), Long.parseLong(lines.get("first sequence")),
                    Integer.parseInt(lines.get("first epoch")));
        } catch (IllegalArgumentException | NullPointerException | DateTimeParseException e) {
            throw new DamagedException(folder.place() + "/" + NAME, 0,
                    "a line is missing or no value: " + e.getMessage());
        }
    }
}
