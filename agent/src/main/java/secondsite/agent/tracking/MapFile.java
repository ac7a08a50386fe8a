package secondsite.agent.tracking;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.journal.JournalIdentity;

/**
 * Keeps a {@link WriteMap} over the end of this process. It is never forced: after a loss of power the map means nothing anyway, since nobody heard
 * of the writes before this process began again. The head says how many events the map knows of, and is written last: a process that was killed
 * in between is found out, because the kernel has told more events then.
 */
public final class MapFile implements Closeable {

    static final String NAME = "writes.map";

    private static final long MAGIC = 0x3170616d6574a1c7L;
    private static final int CHECKED_BYTES = 80;

    private final StoredFile file;
    private final JournalIdentity identity;
    private final WriteMap map;
    private final ByteBuffer page = ByteBuffer.allocateDirect(WriteMap.PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private boolean failed;

    /** Which record of the kernel the map belongs to. */
    public record Origin(UUID boot, UUID incarnation) {}

    private MapFile(StoredFile file, JournalIdentity identity, WriteMap map) {
        this.file = file;
        this.identity = identity;
        this.map = map;
    }

    /** Opens the file of a disk, or makes one that says nothing. */
    public static MapFile open(Folder folder, JournalIdentity identity, WriteMap map) throws IOException {
        StoredFile file = folder.exists(NAME) ? folder.open(NAME) : folder.create(NAME);
        return new MapFile(file, identity, map);
    }

    /**
     * Adds what the file says to the map.
     *
     * @return how many events it knows of; below zero when it is of another origin, or nothing can be told from it
     */
    public long load(Origin origin) throws IOException {
        if (file.size() < (1L + map.pages()) * WriteMap.PAGE_BYTES) {
            return -1;
        }
        page.clear();
        file.read(page, 0);
        long told = page.getLong(CHECKED_BYTES - Long.BYTES);
        if (page.getLong(CHECKED_BYTES) != checksum() || !isOf(origin)) {
            return -1;
        }
        for (int i = 0; i < map.pages(); i++) {
            page.clear();
            file.read(page, (1L + i) * WriteMap.PAGE_BYTES);
            map.addPage(i, page.flip());
        }
        return told;
    }

    private boolean isOf(Origin origin) {
        ByteBuffer head = head(origin, 0);
        return head.slice(0, CHECKED_BYTES - Long.BYTES).equals(page.slice(0, CHECKED_BYTES - Long.BYTES));
    }

    private ByteBuffer head(Origin origin, long told) {
        var head = ByteBuffer.allocate(CHECKED_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        put(head, identity.disk());
        put(head, origin.boot());
        put(head, origin.incarnation());
        return head.putLong(MAGIC).putLong(identity.diskSize()).putLong(map.granule()).putLong(told).flip();
    }

    private static void put(ByteBuffer into, UUID id) {
        into.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private long checksum() {
        var crc = new CRC32C();
        crc.update(page.slice(0, CHECKED_BYTES));
        return crc.getValue();
    }

    /**
     * Keeps what changed, and that the map knows of so many events.
     *
     * @throws IOException when it could not; the map keeps what is to be kept, and the file says nothing until it could
     */
    public void save(Origin origin, long told) throws IOException {
        if (failed) {
            forget();
        }
        failed = true;
        for (int i = map.nextChanged(0); i >= 0; i = map.nextChanged(i + 1)) {
            keep(i);
        }
        page.clear().put(head(origin, told));
        page.putLong(checksum());
        while (page.hasRemaining()) {
            page.putLong(0);
        }
        file.write(page.flip(), 0);
        failed = false;
    }

    private void keep(int index) throws IOException {
        map.copyPage(index, page.clear());
        try {
            file.write(page.clear(), (1L + index) * WriteMap.PAGE_BYTES);
        } catch (IOException e) {
            map.keepAgain(index);
            throw e;
        }
    }

    /** Says nothing from now on. */
    public void forget() throws IOException {
        file.resize(0);
        for (int i = 0; i < map.pages(); i++) {
            map.keepAgain(i);
        }
        file.resize((1L + map.pages()) * WriteMap.PAGE_BYTES);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
