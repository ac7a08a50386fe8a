package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.segment.DamagedException;

/**
 * A small record in a file of its own, replaced as a whole and in place: two slots, each with a number and a checksum. A write goes
 * to the slot that is not known to be durable, so that whatever interrupts it, the last durable record is still there. Replacing
 * takes no new space. For one thread at a time.
 *
 * <p>A slot is: magic (8 bytes), number (8), length (4), checksum of number, length and payload (4), payload; little-endian.
 */
final class SlotFile implements Closeable {

    private static final long MAGIC = 0x31746f6c7373326eL;
    private static final int HEADER_BYTES = 24;
    private static final int ALIGNMENT = 4096;

    private final StoredFile file;
    private final ByteBuffer buffer;
    private long number;
    private int durableSlot;
    private int writtenSlot;

    private SlotFile(StoredFile file, int slotBytes) {
        this.file = file;
        this.buffer = ByteBuffer.allocateDirect(slotBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Makes the file with its first record, durably, or not at all. */
    static SlotFile create(Folder folder, String name, int limitBytes, ByteBuffer first) throws IOException {
        String draft = name + ".new";
        folder.delete(draft);
        try (StoredFile file = folder.create(draft)) {
            var slots = new SlotFile(file, slotBytes(limitBytes));
            file.resize(2L * slots.buffer.capacity());
            slots.write(first.duplicate());
            slots.force();
            slots.write(first);
            slots.force();
        }
        folder.rename(draft, name);
        folder.force();
        return open(folder, name, limitBytes);
    }

    /** @throws DamagedException when neither slot holds a whole record */
    static SlotFile open(Folder folder, String name, int limitBytes) throws IOException {
        StoredFile file = folder.open(name);
        try {
            var slots = new SlotFile(file, slotBytes(limitBytes));
            slots.find();
            return slots;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static int slotBytes(int limitBytes) {
        return (HEADER_BYTES + limitBytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private void find() throws IOException {
        long first = load(0).isPresent() ? buffer.getLong(8) : 0;
        long second = load(1).isPresent() ? buffer.getLong(8) : 0;
        number = Math.max(first, second);
        if (number == 0) {
            throw new DamagedException(file.place(), 0, "neither of its two slots holds a whole record");
        }
        writtenSlot = second > first ? 1 : 0;
        force(); // a process that was killed may have left it undurable, and the next write goes over the other slot
    }

    /** The record written last. */
    ByteBuffer newest() throws IOException {
        return load(writtenSlot).orElseThrow(
                () -> new DamagedException(file.place(), slotPosition(writtenSlot),
                        "the record is no longer what was written"));
    }

    private Optional<ByteBuffer> load(int slot) throws IOException {
        buffer.clear();
        if (file.size() < slotPosition(slot + 1)) {
            return Optional.empty();
        }
        file.read(buffer, slotPosition(slot));
        int length = buffer.getInt(16);
        boolean whole = buffer.getLong(0) == MAGIC && buffer.getLong(8) > 0 && length >= 0
                && length <= buffer.capacity() - HEADER_BYTES && buffer.getInt(20) == checksum(length);
        return whole
                ? Optional.of(buffer.slice(HEADER_BYTES, length).order(ByteOrder.LITTLE_ENDIAN))
                : Optional.empty();
    }

    private long slotPosition(int slot) {
        return (long) slot * buffer.capacity();
    }

    private int checksum(int length) {
        var crc = new CRC32C();
        crc.update(buffer.slice(8, 12));
        crc.update(buffer.slice(HEADER_BYTES, length));
        return (int) crc.getValue();
    }

    /** Replaces the record; it survives the end of this process on return, and a loss of power after {@link #force()}. */
    void write(ByteBuffer payload) throws IOException {
        int length = payload.remaining();
        buffer.clear().putLong(MAGIC).putLong(number + 1).putInt(length).position(HEADER_BYTES).put(payload);
        buffer.putInt(20, checksum(length)).flip();
        int slot = 1 - durableSlot;
        file.write(buffer, slotPosition(slot));
        writtenSlot = slot;
        number++;
    }

    /** The record written last is durable on return. */
    void force() throws IOException {
        file.force();
        durableSlot = writtenSlot;
    }

    String place() {
        return file.place();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
