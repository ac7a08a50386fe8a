package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.DamagedException;

/**
 * Which record of a guest's QEMU covers what the spool may lack: everything that was written and neither logged nor known as dirty here is in it, as
 * long as it is there.
 */
final class CoverFile implements Closeable {

    static final String NAME = "mirror.cover";

    private static final int BYTES = 16;
    private static final UUID NONE = new UUID(0, 0);

    private final SlotFile file;

    private CoverFile(SlotFile file) {
        this.file = file;
    }

    /** One that is damaged covers nothing. */
    static CoverFile open(Folder folder) throws IOException {
        if (folder.exists(NAME)) {
            try {
                return new CoverFile(SlotFile.open(folder, NAME, BYTES));
            } catch (DamagedException _) {
                folder.delete(NAME);
            }
        }
        return new CoverFile(SlotFile.create(folder, NAME, BYTES, encoded(NONE)));
    }

    private static ByteBuffer encoded(UUID id) {
        return ByteBuffer.allocate(BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits())
                .flip();
    }

    /** Empty when nothing covers it. */
    Optional<UUID> current() throws IOException {
        ByteBuffer newest = file.newest().order(ByteOrder.BIG_ENDIAN);
        var id = new UUID(newest.getLong(), newest.getLong());
        return id.equals(NONE) ? Optional.empty() : Optional.of(id);
    }

    /** Durable on return. */
    void save(UUID id) throws IOException {
        file.write(encoded(id));
        file.force();
    }

    void forget() throws IOException {
        save(NONE);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
