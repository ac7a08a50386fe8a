package secondsite.server.process;

import java.io.IOException;
import java.time.InstantSource;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.ship.Position;

/** The folder in which one disk's cache lies. */
public final class CacheFolder {

    private static final String SEGMENTS = ".segment";
    private static final int FIRST_EPOCH = 1;

    private final Folder folder;
    private final JournalIdentity identity;
    private final JournalSettings settings;
    private final InstantSource clock;

    public CacheFolder(Folder folder, JournalIdentity identity, JournalSettings settings, InstantSource clock) {
        this.folder = folder;
        this.identity = identity;
        this.settings = settings;
        this.clock = clock;
    }

    JournalIdentity identity() {
        return identity;
    }

    String place() {
        return folder.place();
    }

    long freeBytes() throws IOException {
        return folder.freeBytes();
    }

    /** Whether there is a cache. */
    boolean exists() throws IOException {
        return folder.names().stream().anyMatch(name -> name.endsWith(SEGMENTS));
    }

    /** Opens the cache that is there. */
    Journal open() throws IOException {
        return Journal.open(folder, identity, settings, FIRST_EPOCH, 1, clock);
    }

    /** Begins one behind the target's last record, in the epoch that the target is in: one of an older epoch would be fenced off. */
    Journal begin(Position target) throws IOException {
        return Journal.open(folder, identity, settings, Math.max(FIRST_EPOCH, target.epoch()),
                target.gatewaySequence() + 1, clock);
    }

    /** Deletes the cache. */
    void clear() throws IOException {
        for (String name : folder.names()) {
            if (name.endsWith(SEGMENTS)) {
                folder.delete(name);
            }
        }
        folder.force();
    }
}
