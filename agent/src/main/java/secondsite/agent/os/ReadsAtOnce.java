package secondsite.agent.os;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import secondsite.agent.tracking.Reads;
import secondsite.engine.disk.Disk;

/** Reads a few places at once: a single read waits behind everything that others have asked the device for before. */
final class ReadsAtOnce implements Reads, Closeable {

    private static final int AT_ONCE = 8;
    private static final int IDLE_SECONDS = 30;

    private final Disk disk;
    private final ThreadPoolExecutor threads;

    /** @param disk safe for use by several threads, whose reads do not end with an interrupt; stays the caller's */
    ReadsAtOnce(Disk disk) {
        this.disk = disk;
        this.threads = new ThreadPoolExecutor(AT_ONCE, AT_ONCE, IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("read " + disk + " ", 0).factory());
        // A machine may have a hundred disks, of which few are read.
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void all(List<Read> reads) throws IOException {
        var next = new AtomicInteger();
        var others = new ArrayList<Future<?>>();
        for (int i = 1; i < Math.min(AT_ONCE, reads.size()); i++) {
            others.add(threads.submit(() -> {
                read(reads, next);
                return null;
            }));
        }
        IOException failure = null;
        try {
            read(reads, next);
        } catch (IOException e) {
            failure = e;
        } finally {
            next.set(reads.size());
            failure = ended(others, failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void read(List<Read> reads, AtomicInteger next) throws IOException {
        for (int i = next.getAndIncrement(); i < reads.size(); i = next.getAndIncrement()) {
            try {
                disk.read(reads.get(i).into(), reads.get(i).offset());
            } catch (IOException | RuntimeException e) {
                next.set(reads.size());
                throw e;
            }
        }
    }

    /** Waits for them, as their buffers are the caller's. @return the first failure */
    private static IOException ended(List<Future<?>> others, IOException before) {
        IOException first = before;
        boolean interrupted = false;
        for (int i = 0; i < others.size();) {
            try {
                others.get(i).get();
                i++;
            } catch (ExecutionException e) {
                IOException why = e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
                first = first == null ? why : first;
                i++;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return first;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
