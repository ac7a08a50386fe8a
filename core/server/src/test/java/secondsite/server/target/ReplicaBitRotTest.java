package secondsite.server.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import secondsite.engine.disk.Disk;
import secondsite.engine.file.Folder;
import secondsite.engine.file.SimulatedFolder;

/**
 * Files of a replica rot: bits flip, pages become zeros, blocks change places, ends are cut off, an older copy comes back, the file of another
 * disk takes the place. Nothing wrong is ever served, and all of it is found but where an older copy is as good.
 */
class ReplicaBitRotTest {

    private static final int SIZE = 200_000;

    /** Files by path. */
    private static Map<String, byte[]> now;
    private static Map<String, byte[]> before;
    private static Map<String, byte[]> ofAnother;
    private static SourceDisk source;
    private static List<Long> recoverable;

    @BeforeAll
    static void grow() throws IOException {
        source = new SourceDisk(SIZE, 0, new Random(1));
        var folder = SimulatedFolder.named("target");
        before = live(folder, source, 60);
        now = live(folder, source, 60);
        recoverable = opened(folder, Pasts::recoverable);
        var another = new SourceDisk(new UUID(8, 12), SIZE, 0, new Random(2));
        ofAnother = live(SimulatedFolder.named("another"), another, 120);
        assertThat(now.keySet()).contains("identity", "state", "base.raw", "base.sums").hasSizeGreaterThan(8);
        assertThat(recoverable).hasSizeGreaterThan(30);
    }

    @Test
    void nothingThatRottedIsServed() throws IOException {
        rot(1, 1000);
    }

    @Test
    @Tag("long")
    void nothingThatRottedIsServedInManyTries() throws IOException {
        rot(2, 100_000);
    }

    private static void rot(long seed, int tries) throws IOException {
        var random = new Random(seed);
        int tried = 0;
        while (tried < tries) {
            Mutation mutation = mutation(random);
            if (mutation == null) {
                continue;
            }
            tried++;
            try {
                boolean found = open(mutation);
                assertThat(found || mutation.harmless()).as("found").isTrue();
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ", try " + tried + ": " + mutation, e);
            }
        }
    }

    private record Mutation(String file, String what, byte[] content, boolean harmless) {

        @Override
        public String toString() {
            return what + " of " + file;
        }
    }

    /** Null when it would change nothing. */
    private static Mutation mutation(Random random) {
        String file = List.copyOf(now.keySet()).get(random.nextInt(now.size()));
        byte[] old = now.get(file);
        if (old.length == 0 || file.endsWith("lock")) {
            return null;
        }
        int kind = random.nextInt(6);
        Mutation made = switch (kind) {
            case 0 -> new Mutation(file, "flipped bit", flipped(old, random), false);
            case 1 -> new Mutation(file, "zeroed page", zeroed(old, random), false);
            case 2 -> new Mutation(file, "exchanged blocks", exchanged(old, random), false);
            case 3 -> new Mutation(file, "cut end", Arrays.copyOf(old, random.nextInt(old.length)), false);
            case 4 -> new Mutation(file, "older copy", before.getOrDefault(file, old), true);
            default -> new Mutation(file, "another disk's file", ofAnother.getOrDefault(file, old), false);
        };
        return Arrays.equals(made.content(), old) ? null : made;
    }

    private static byte[] flipped(byte[] old, Random random) {
        byte[] bytes = old.clone();
        bytes[random.nextInt(old.length)] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    private static byte[] zeroed(byte[] old, Random random) {
        byte[] bytes = old.clone();
        int at = random.nextInt(old.length) / 512 * 512;
        Arrays.fill(bytes, at, Math.min(old.length, at + 512 * (1 + random.nextInt(8))), (byte) 0);
        return bytes;
    }

    private static byte[] exchanged(byte[] old, Random random) {
        byte[] bytes = old.clone();
        int block = 16 << random.nextInt(9);
        if (old.length < 2 * block) {
            return bytes;
        }
        int one = random.nextInt(old.length / block) * block;
        int other = random.nextInt(old.length / block) * block;
        System.arraycopy(old, one, bytes, other, block);
        System.arraycopy(old, other, bytes, one, block);
        return bytes;
    }

    /** @return whether the damage was found, or mended */
    private static boolean open(Mutation mutation) throws IOException {
        Map<String, byte[]> files = new TreeMap<>(now);
        files.put(mutation.file(), mutation.content());
        var folder = SimulatedFolder.named("target");
        restore(folder, files);
        Replica replica;
        try {
            replica = Replica.open(folder, Life.SETTINGS, () -> Instant.EPOCH);
        } catch (IOException refused) {
            return true;
        }
        boolean lost = !Pasts.recoverable(replica).equals(recoverable);
        assertThat(recoverable).as("no other point is told").containsAll(Pasts.recoverable(replica));
        boolean failed = false;
        for (long sequence : Pasts.recoverable(replica)) {
            failed |= readFails(replica, sequence);
        }
        replica.verify((done, of) -> true);
        replica.receivedTimes();
        boolean found = lost || failed || !replica.findings().isEmpty();
        assertThat(failed).as("what failed is told").isIn(false,
                !replica.findings().isEmpty() || mutation.file().startsWith("journal"));
        folder.endProcess();
        boolean mended = !Arrays.equals(files(folder).get(mutation.file()), mutation.content());
        return found || mended;
    }

    /** In pieces, so that sound ones are seen, too. */
    private static boolean readFails(Replica replica, long sequence) throws IOException {
        boolean failed = false;
        try (Disk disk = replica.past(sequence)) {
            byte[] model = source.states.get(sequence);
            for (int at = 0; at < SIZE; at += 10_000) {
                var read = ByteBuffer.allocate(Math.min(10_000, SIZE - at));
                try {
                    disk.read(read, at);
                    assertThat(read.flip().mismatch(ByteBuffer.wrap(model, at, read.capacity())))
                            .as("wrong data of sequence %d after %d", sequence, at).isNegative();
                } catch (IOException damaged) {
                    failed = true;
                }
            }
        } catch (IOException damaged) {
            failed = true;
        }
        return failed;
    }

    /** Copies, ships, moves the base, thins; what the folder holds then. */
    private static Map<String, byte[]> live(SimulatedFolder folder, SourceDisk source, int records) throws IOException {
        boolean begun = !ReplicaFolder.unfinished(folder);
        Replica replica = begun
                ? Replica.open(folder, Life.SETTINGS, () -> Instant.EPOCH)
                : Replica.create(folder, source.identity(), 9, Life.SETTINGS, () -> Instant.EPOCH);
        if (!begun) {
            replica.copy(source.copy(0, SIZE));
            replica.finishCopy(0);
        }
        for (int i = 0; i < records; i++) {
            replica.journal().append(source.write(1));
        }
        replica.journal().force();
        replica.pin(source.last() - 5, "pinned", "anna");
        replica.history().thin(java.util.Set.of(source.last() - 40, source.last() - 30));
        replica.history().giveUpBefore(source.last() - 45);
        replica.receivedTimes().remember(source.last(), Instant.EPOCH, java.time.Duration.ofSeconds(1), 0);
        replica.close();
        return files(folder);
    }

    private static Map<String, byte[]> files(Folder folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : folder.names()) {
            files.put(name, Files.read(folder, name));
        }
        for (String name : folder.folder("journal").names()) {
            files.put("journal/" + name, Files.read(folder.folder("journal"), name));
        }
        return files;
    }

    private static void restore(SimulatedFolder to, Map<String, byte[]> files) throws IOException {
        for (var file : files.entrySet()) {
            boolean journal = file.getKey().startsWith("journal/");
            Folder folder = journal ? to.folder("journal") : to;
            Files.write(folder, journal ? file.getKey().substring(8) : file.getKey(), file.getValue());
        }
    }

    private interface Question<T> {

        T of(Replica replica) throws IOException;
    }

    private static <T> T opened(Folder folder, Question<T> question) throws IOException {
        try (Replica replica = Replica.open(folder, Life.SETTINGS, () -> Instant.EPOCH)) {
            return question.of(replica);
        }
    }
}
