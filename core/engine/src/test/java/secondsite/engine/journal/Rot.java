package secondsite.engine.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What disks, cables and people do to the files of a journal; each a seeded change. */
final class Rot {

    /** Kinds of rot. */
    enum Kind {
        FLIPPED_BITS, SWAPPED_BLOCKS, ZEROED_PAGE, TRUNCATED, OLDER_COPY, OTHER_DISKS_FILE, EXCHANGED_FILES, REORDERED_BATCHES, DUPLICATED_BATCH, MISSING_BATCH, MISSING_FILE
    }

    private final Random random;
    private final Map<String, List<byte[]>> older;
    private final Map<String, byte[]> otherDisk;

    /**
     * @param older earlier contents of the files
     * @param otherDisk the journal of another disk
     */
    Rot(Random random, Map<String, List<byte[]>> older, Map<String, byte[]> otherDisk) {
        this.random = random;
        this.older = older;
        this.otherDisk = otherDisk;
    }

    /** The files with one change; never the same as they were. */
    Map<String, byte[]> change(Map<String, byte[]> files, Kind kind) {
        while (true) {
            Map<String, byte[]> changed = new TreeMap<>();
            files.forEach((name, bytes) -> changed.put(name, bytes.clone()));
            String name = pick(new ArrayList<>(files.keySet()));
            apply(changed, name, kind);
            if (differ(files, changed)) {
                return changed;
            }
        }
    }

    private static boolean differ(Map<String, byte[]> one, Map<String, byte[]> other) {
        return one.size() != other.size()
                || one.entrySet().stream().anyMatch(e -> !Arrays.equals(e.getValue(), other.get(e.getKey())));
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private void apply(Map<String, byte[]> files, String name, Kind kind) {
        byte[] bytes = files.get(name);
        switch (kind) {
            case FLIPPED_BITS -> flip(bytes);
            case SWAPPED_BLOCKS -> swap(bytes, files.get(pick(new ArrayList<>(files.keySet()))));
            case ZEROED_PAGE -> zero(bytes);
            case TRUNCATED -> files.put(name, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            case OLDER_COPY -> files.put(name, pick(older.getOrDefault(name, List.of(bytes))));
            case OTHER_DISKS_FILE -> files.put(name, otherDisk.get(pick(new ArrayList<>(otherDisk.keySet()))));
            case EXCHANGED_FILES -> exchange(files, name, pick(new ArrayList<>(files.keySet())));
            case REORDERED_BATCHES -> files.put(name, batches(bytes, Kind.REORDERED_BATCHES));
            case DUPLICATED_BATCH -> files.put(name, batches(bytes, Kind.DUPLICATED_BATCH));
            case MISSING_BATCH -> files.put(name, batches(bytes, Kind.MISSING_BATCH));
            case MISSING_FILE -> removeInside(files, name);
        }
    }

    private void flip(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        for (int bits = 1 + random.nextInt(8); bits > 0; bits--) {
            bytes[Math.min(at + random.nextInt(4), bytes.length - 1)] ^= (byte) (1 << random.nextInt(8));
        }
    }

    private void swap(byte[] one, byte[] other) {
        int size = random.nextBoolean() ? 512 : 4096;
        if (one.length >= size && other.length >= size) {
            int from = random.nextInt(one.length / size) * size;
            int to = random.nextInt(other.length / size) * size;
            byte[] kept = Arrays.copyOfRange(one, from, from + size);
            System.arraycopy(other, to, one, from, size);
            System.arraycopy(kept, 0, other, to, size);
        }
    }

    private void zero(byte[] bytes) {
        int from = random.nextInt((bytes.length + 4095) / 4096) * 4096;
        Arrays.fill(bytes, from, Math.min(from + 4096, bytes.length), (byte) 0);
    }

    private static void exchange(Map<String, byte[]> files, String one, String other) {
        byte[] kept = files.get(one);
        files.put(one, files.get(other));
        files.put(other, kept);
    }

    /** The first ones may be gone because they were released, and of the last one nothing can tell. */
    private static void removeInside(Map<String, byte[]> files, String name) {
        List<String> names = new ArrayList<>(files.keySet());
        if (names.indexOf(name) > 0 && names.indexOf(name) < names.size() - 1) {
            files.remove(name);
        }
    }

    /** Takes the file apart by its length fields, and puts its batches together in another way. */
    private byte[] batches(byte[] bytes, Kind kind) {
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> parts = new ArrayList<>();
        int at = 4096;
        while (at + 80 <= bytes.length && bytes[at] == 'F' && bytes[at + 1] == 'R') {
            int length = 16 + 64 + from.getInt(at + 16 + 8);
            parts.add(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
        if (parts.isEmpty()) {
            return bytes;
        }
        int one = random.nextInt(parts.size());
        switch (kind) {
            case REORDERED_BATCHES -> parts.add(random.nextInt(parts.size()), parts.remove(one));
            case DUPLICATED_BATCH -> parts.add(random.nextInt(parts.size() + 1), parts.get(one));
            default -> parts.remove(one);
        }
        ByteBuffer all = ByteBuffer.allocate(bytes.length * 2).put(bytes, 0, 4096);
        parts.forEach(all::put);
        all.put(bytes, at, bytes.length - at);
        return Arrays.copyOf(all.array(), all.position());
    }
}
