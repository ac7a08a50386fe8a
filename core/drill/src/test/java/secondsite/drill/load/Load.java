package secondsite.drill.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;
import secondsite.engine.nbd.NbdClient;
import secondsite.engine.nbd.NbdClient.Command;

/**
 * A guest that writes to its disk without an end: several requests at once, in no blocks twice. When its connection breaks it connects
 * again, looks whether all that was acknowledged lately is there, and repeats what was not answered, as a guest's NBD client does.
 */
public final class Load {

    private static final int MOST_REQUESTS = 6;
    private static final int MOST_BLOCKS = 6;
    private static final int REMEMBERED = 300;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    /** A request, as it is sent, and sent again. */
    private record Change(Command command, int flags, int block, int count, int number) {

        long offset() {
            return (long) block * WrittenDisk.BLOCK;
        }

        int length() {
            return count * WrittenDisk.BLOCK;
        }

        ByteBuffer data() {
            return command == Command.WRITE ? WrittenDisk.content(block, count, number) : null;
        }
    }

    private final Path socket;
    private final WrittenDisk disk;
    private final Random random;
    private final long pauseNanos;
    private final Thread thread = Thread.ofPlatform().name("load").daemon().unstarted(this::run);
    private final Deque<Change> lately = new ArrayDeque<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong breaks = new AtomicLong();
    private final Latencies latencies = new Latencies();
    private volatile boolean ending;
    private volatile Throwable failure;
    private NbdClient client;

    /** @param pause between two groups of requests */
    public Load(Path socket, WrittenDisk disk, long seed, Duration pause) {
        this.socket = socket;
        this.disk = disk;
        this.random = new Random(seed);
        this.pauseNanos = pause.toNanos();
    }

    public Load start() {
        thread.start();
        return this;
    }

    private void run() {
        try (NbdClient first = connect()) {
            client = first;
            while (!ending) {
                perform(changes());
                LockSupport.parkNanos(pauseNanos);
            }
            perform(List.of(new Change(Command.FLUSH, 0, 0, 0, 0)));
            client.close();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
    }

    /** Whether it writes no more. */
    public boolean ended() {
        return ending;
    }

    /** Requests acknowledged so far. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** How often the connection broke. */
    public long breaks() {
        return breaks.get();
    }

    /** How long groups of requests took, of those during which no connection broke. */
    public Latencies latencies() {
        return latencies;
    }

    /** @throws AssertionError with what the load found, when it found something */
    public void check() {
        if (failure != null) {
            throw new AssertionError("the load ended: " + failure.getMessage(), failure);
        }
    }

    /** Ends the load after what is under way, with a flush. */
    public void end() throws InterruptedException {
        ending = true;
        thread.join();
        check();
    }

    private List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        BitSet used = new BitSet();
        for (int i = random.nextInt(1, MOST_REQUESTS + 1); i > 0; i--) {
            Change change = change();
            if (used.get(change.block, change.block + change.count).isEmpty()) {
                used.set(change.block, change.block + change.count);
                changes.add(change);
            }
        }
        return changes;
    }

    private Change change() {
        int count = random.nextInt(1, MOST_BLOCKS + 1);
        int block = random.nextInt(disk.blocks() - count);
        int flags = random.nextInt(20) == 0 ? NbdClient.FLAG_FUA : 0;
        return switch (random.nextInt(16)) {
            case 0 -> new Change(Command.FLUSH, 0, 0, 0, 0);
            case 1 -> new Change(Command.TRIM, flags, block, count, 0);
            case 2 -> new Change(Command.WRITE_ZEROES, flags, block, count, 0);
            default -> new Change(Command.WRITE, flags, block, count, disk.nextNumber());
        };
    }

    private void perform(List<Change> changes) throws IOException {
        List<Change> open = new ArrayList<>(changes);
        boolean broken = false;
        long begun = System.nanoTime();
        while (!open.isEmpty()) {
            try {
                if (broken) {
                    again(open);
                    broken = false;
                    begun = System.nanoTime();
                }
                ask(open);
            } catch (NbdClient.NbdError e) {
                throw e;
            } catch (IOException _) {
                broken = true;
            }
        }
        latencies.add(System.nanoTime() - begun);
    }

    /** What was answered leaves the list. */
    private void ask(List<Change> open) throws IOException {
        List<Change> asked = List.copyOf(open);
        for (int i = 0; i < asked.size(); i++) {
            Change each = asked.get(i);
            client.ask(each.command, each.flags, i, each.offset(), each.length(), each.data());
        }
        while (!open.isEmpty()) {
            Change done = asked.get((int) client.done());
            open.remove(done);
            disk.acknowledged(done.block, done.count, done.number);
            acknowledged.incrementAndGet();
            remember(done);
        }
    }

    private void remember(Change done) {
        lately.add(done);
        if (lately.size() > REMEMBERED) {
            lately.remove();
        }
    }

    private void again(List<Change> open) throws IOException {
        breaks.incrementAndGet();
        client.close();
        client = connect();
        BitSet unknown = new BitSet();
        for (Change each : open) {
            unknown.set(each.block, each.block + each.count);
            expect(each, block -> each.number);
        }
        for (Change each : lately) {
            if (unknown.get(each.block, each.block + each.count).isEmpty()) {
                expect(each, disk::number);
            }
        }
    }

    /** Each block holds what was acknowledged last, or the other. */
    private void expect(Change change, IntUnaryOperator other) throws IOException {
        if (change.count == 0) {
            return;
        }
        ByteBuffer found = client.read(change.offset(), change.length());
        for (int i = 0; i < change.count; i++) {
            int block = change.block + i;
            ByteBuffer content = found.slice(i * WrittenDisk.BLOCK, WrittenDisk.BLOCK);
            if (!content.equals(WrittenDisk.content(block, 1, disk.number(block)))
                    && !content.equals(WrittenDisk.content(block, 1, other.applyAsInt(block)))) {
                throw new AssertionError("block " + block + " holds neither what was acknowledged ("
                        + disk.number(block) + ") nor what was being written (" + other.applyAsInt(block) + ")");
            }
        }
    }

    private NbdClient connect() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                return NbdClient.connect(socket, "");
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("nobody serves " + socket + " any more", e);
                }
                LockSupport.parkNanos(5_000_000);
            }
        }
    }
}
