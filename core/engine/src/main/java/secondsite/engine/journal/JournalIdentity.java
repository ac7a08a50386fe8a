package secondsite.engine.journal;

import java.util.UUID;

/** Whose past a journal is; every segment names it, and a segment of another disk is refused. Size in bytes. */
public record JournalIdentity(UUID disk, long diskSize) {

    /** What a batch carries of the disk id. */
    public long diskTag() {
        return disk.getMostSignificantBits();
    }
}
