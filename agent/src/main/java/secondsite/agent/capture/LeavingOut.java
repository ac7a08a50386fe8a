package secondsite.agent.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import secondsite.engine.disk.Extent;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.journal.JournalIdentity;

/**
 * Remembers which parts of a disk the last run left out, and has the disk compared when it is about to be opened with others: what was written there
 * meanwhile nobody was told.
 */
public final class LeavingOut {

    static final String NAME = "left-out";
    private static final int LIMIT_BYTES = 64 << 10;

    private final Folder folder;
    private final Folder refuge;
    private final InstantSource clock;

    /** @param folder of the disk's spool, @param refuge as {@link RoundDiskOpening} has it */
    public LeavingOut(Folder folder, Folder refuge, InstantSource clock) {
        this.folder = folder;
        this.refuge = refuge;
        this.clock = clock;
    }

    /** From now on these are left out. Durable on return; what is to be compared is remembered first. */
    public void begin(JournalIdentity identity, List<Extent> ranges) throws IOException {
        String now = ranges.stream().map(each -> each.offset() + " " + each.length()).collect(Collectors.joining("\n"));
        if (!now.equals(kept())) {
            doubt(identity);
            keep(now);
        }
    }

    private void doubt(JournalIdentity identity) throws IOException {
        if (StateFile.exists(folder)) {
            try (StateFile state = StateFile.open(folder, refuge, identity)) {
                state.change(record -> switch (record.situation().state()) {
                    case UNPROTECTED -> record;
                    case FENCED -> record.with(record.situation().doubted());
                    case LOGGING, RESYNC_REQUIRED, RESYNCING -> record.with(record.situation()
                            .gap(GapReason.LEFT_OUT_CHANGED, "at the agent's start", true, clock.instant()));
                });
            }
        }
    }

    private String kept() throws IOException {
        if (!folder.exists(NAME)) {
            return "";
        }
        try (StoredFile file = folder.openReadOnly(NAME)) {
            var bytes = ByteBuffer.allocate((int) Math.min(file.size(), LIMIT_BYTES));
            file.read(bytes, 0);
            return new String(bytes.array(), StandardCharsets.UTF_8);
        }
    }

    private void keep(String ranges) throws IOException {
        String draft = NAME + ".new";
        folder.delete(draft);
        try (StoredFile file = folder.create(draft)) {
            file.write(ByteBuffer.wrap(ranges.getBytes(StandardCharsets.UTF_8)), 0);
            file.force();
        }
        folder.rename(draft, NAME);
        folder.force();
    }
}
