package secondsite.agent.tracking;

import java.io.Closeable;
import java.io.IOException;
import java.util.UUID;
import secondsite.engine.disk.Extent;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.layer.MaskedDisk;

/** What was written to a tracked disk and is not in its log yet. For one thread at a time. */
public final class TrackedWrites implements Closeable {

    private final TrackedDevice device;
    private final UUID boot;
    private final WriteMap map;
    private final MapFile file;
    private MapFile.Origin origin;
    private long saved;
    private volatile long writtenBytes;
    private boolean running;

    /** @param folder where the map is kept, @param boot this run of the machine */
    public TrackedWrites(TrackedDevice device, Folder folder, JournalIdentity identity, UUID boot)
            throws IOException {
        this.device = device;
        this.boot = boot;
        this.map = new WriteMap(identity.diskSize());
        this.file = MapFile.open(folder, identity, map);
        this.origin = new MapFile.Origin(boot, device.incarnation());
    }

    /**
     * Goes on where an earlier process was.
     *
     * @return whether nothing was missed since then
     */
    public boolean resume() throws IOException {
        if (!device.standing().usable()) {
            return false;
        }
        device.reopen();
        long told = file.load(origin);
        running = told >= 0 && device.events().resume(told);
        saved = told;
        return running;
    }

    /** Begins anew: what is written from now on is told. */
    public void begin() throws IOException {
        end();
        device.reopen();
        origin = new MapFile.Origin(boot, device.incarnation());
        device.events().begin();
        map.clear();
        running = true;
        saved = -1;
    }

    /** Whether what is written is told, as far as is known. */
    public boolean isRunning() {
        return running;
    }

    /**
     * Hears of all writes that completed before the call.
     *
     * @throws IOException when some were missed; nothing is heard any more then
     */
    public void drain() throws IOException {
        if (!running) {
            throw new IOException("nobody tells what is written to the disk");
        }
        try {
            device.events().drain(this::written);
        } catch (IOException e) {
            running = false;
            throw e;
        }
    }

    /** @throws IOException when somebody switched off what tells of writes; nothing is heard any more then */
    public void check() throws IOException {
        if (running) {
            try {
                device.events().check();
            } catch (IOException e) {
                running = false;
                throw e;
            }
        }
    }

    private void written(long offset, long length) {
        for (Extent each : MaskedDisk.extents(device.leftOut(), offset, length)) {
            if (each.kind() == Extent.Kind.DATA) {
                map.set(each.offset(), each.length());
                writtenBytes = writtenBytes + each.length();
            }
        }
    }

    /** What is to be read. */
    public WriteMap map() {
        return map;
    }

    /** Keeps the map for the next process; not while the file system of its folder is frozen. */
    public void save() throws IOException {
        long told = device.events().told();
        if (running && (told != saved || map.nextChanged(0) >= 0)) {
            file.save(origin, told);
            saved = told;
        }
    }

    /** How much was written since this process began, in bytes. */
    public long writtenBytes() {
        return writtenBytes;
    }

    /** Nothing is heard from now on, and nothing kept. */
    public void end() throws IOException {
        running = false;
        map.clear();
        file.forget();
        device.events().end();
    }

    /** The kernel goes on, for the next process. */
    @Override
    public void close() throws IOException {
        try (file; device) {
            device.events().close();
        }
    }
}
