package secondsite.engine.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import secondsite.engine.layer.DiskLayer;

/** A disk some of whose calls fail, before they change anything. Calls are counted from 1; asking for extents is one, too. */
public final class FaultyDisk extends DiskLayer {

    private final IntPredicate fails;
    private final Supplier<IOException> fault;
    private final AtomicInteger calls = new AtomicInteger();

    public FaultyDisk(Disk below, IntPredicate fails, Supplier<IOException> fault) {
        super(below);
        this.fails = fails;
        this.fault = fault;
    }

    /** Only this call fails. */
    public static FaultyDisk failingCall(Disk below, int call) {
        return new FaultyDisk(below, n -> n == call, () -> new IOException("injected at call " + call));
    }

    /** Each call fails with this probability. */
    public static FaultyDisk seeded(Disk below, long seed, double probability) {
        Random random = new Random(seed);
        return new FaultyDisk(below, n -> random.nextDouble() < probability,
                () -> new IOException("injected with seed " + seed));
    }

    public int calls() {
        return calls.get();
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        maybeFail();
        below.read(into, offset);
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        maybeFail();
        below.write(from, offset);
    }

    @Override
    public void write(Writes writes) throws IOException {
        maybeFail();
        below.write(writes);
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        maybeFail();
        below.zero(offset, length);
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        maybeFail();
        below.trim(offset, length);
    }

    @Override
    public void flush() throws IOException {
        maybeFail();
        below.flush();
    }

    @Override
    public List<Extent> extents(long offset, long length) throws IOException {
        maybeFail();
        return below.extents(offset, length);
    }

    private void maybeFail() throws IOException {
        if (fails.test(calls.incrementAndGet())) {
            throw fault.get();
        }
    }
}
