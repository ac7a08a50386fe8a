package secondsite.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import secondsite.engine.disk.Writes;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.StoredFile;

/**
 * What an append costs the processor, next to a bare write of the same bytes to a file; run by hand: {@code AppendCost DIRECTORY [SPARE FILES]}.
 * Prints medians of rounds that alternate.
 */
public final class AppendCost {

    private static final int ROUNDS = 7;
    private static final int PAYLOAD = 4096;

    private final Path directory;
    private final int spares;
    private final Random random = new Random(1);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4 << 20);
    private final Writes writes = new Writes();

    private AppendCost(Path directory, int spares) {
        this.directory = directory;
        this.spares = spares;
        byte[] noise = new byte[buffer.capacity()];
        random.nextBytes(noise);
        buffer.put(noise).clear();
    }

    public static void main(String[] args) throws IOException {
        AppendCost cost = new AppendCost(Path.of(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 0);
        for (int group : new int[]{1, 16}) {
            for (int flushEvery : new int[]{0, 16}) {
                cost.compare(group, flushEvery);
            }
        }
    }

    private void compare(int group, int flushEvery) throws IOException {
        int appends = flushEvery > 0 ? 3000 : 120_000 / group;
        double[] bare = new double[ROUNDS];
        double[] sums = new double[ROUNDS];
        double[] journal = new double[ROUNDS];
        long bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            bare[round] = bare(group, appends, flushEvery, false);
            sums[round] = bare(group, appends, flushEvery, true);
            long before = allocated();
            journal[round] = journal(group, appends, flushEvery);
            bytes = (allocated() - before) / appends;
        }
        System.out.printf(Locale.ROOT,
                "%2d x 4 KiB, flush every %2d: bare write %7.2f us, with checksum %7.2f us, journal %7.2f us; %d bytes allocated%n",
                group, flushEvery, median(bare), median(sums), median(journal), bytes);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** Processor time of this thread: waiting for the disk, and for other programs, does not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private double bare(int group, int appends, int flushEvery, boolean checksum) throws IOException {
        Path path = directory.resolve("bare");
        Files.deleteIfExists(path);
        int length = 80 + group * (28 + PAYLOAD);
        CRC32C crc = new CRC32C();
        try (StoredFile file = DirectoryFolder.at(directory).create("bare")) {
            long begin = cpuNanos();
            for (int i = 0; i < appends; i++) {
                if (checksum) {
                    crc.reset();
                    crc.update(buffer.limit(128 + length).position(128));
                }
                file.write(buffer.limit(128 + length).position(128), (long) i * length);
                if (flushEvery > 0 && i % flushEvery == 0) {
                    file.force();
                }
            }
            return (cpuNanos() - begin) / 1e3 / appends;
        }
    }

    /** Somebody else forces and releases meanwhile, as a shipper does. */
    private double journal(int group, int appends, int flushEvery) throws IOException {
        Path place = directory.resolve("journal");
        delete(place);
        JournalIdentity disk = new JournalIdentity(new UUID(1, 2), 1L << 40);
        try (Journal journal = Journal.open(DirectoryFolder.at(place), disk, new JournalSettings(32L << 20, spares, 4),
                1,
                1, InstantSource.system())) {
            Thread shipper = Thread.ofPlatform().start(() -> ship(journal));
            long begin = cpuNanos();
            for (int i = 0; i < appends; i++) {
                journal.append(group(group));
                if (flushEvery > 0 && i % flushEvery == 0) {
                    journal.force();
                }
            }
            double cost = (cpuNanos() - begin) / 1e3 / appends;
            shipper.interrupt();
            shipper.join();
            return cost;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void ship(Journal journal) {
        try {
            while (!Thread.interrupted()) {
                journal.force();
                journal.release(journal.durableSequence());
                LockSupport.parkNanos(50_000_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Writes group(int count) {
        writes.begin(buffer);
        int at = Writes.LEAD + Writes.HEADROOM;
        for (int i = 0; i < count; i++) {
            writes.add((long) random.nextInt(1 << 20) << 12, at, PAYLOAD);
            at += PAYLOAD + Writes.HEADROOM;
        }
        return writes;
    }

    private static void delete(Path place) throws IOException {
        if (Files.exists(place)) {
            for (String name : DirectoryFolder.at(place).names()) {
                Files.delete(place.resolve(name));
            }
        }
    }
}
