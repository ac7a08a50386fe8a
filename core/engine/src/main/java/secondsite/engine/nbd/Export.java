package secondsite.engine.nbd;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import secondsite.engine.disk.Disk;

/** A disk under its name, and the clients that use it. */
final class Export {

    private static final long RETIRING_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String name;
    private final Disk disk;
    private final Set<Closeable> clients = new HashSet<>();
    private boolean retired;

    Export(String name, Disk disk) {
        if (name.getBytes(StandardCharsets.UTF_8).length > Nbd.NAME_LIMIT) {
            throw new IllegalArgumentException("the name of an export is longer than " + Nbd.NAME_LIMIT + " bytes");
        }
        this.name = name;
        this.disk = disk;
    }

    String name() {
        return name;
    }

    Disk disk() {
        return disk;
    }

    /** What clients are told that they may do. Any flush of a disk covers the writes of all its clients. */
    int flags() {
        int flags = Nbd.FLAG_HAS_FLAGS | Nbd.FLAG_SEND_FLUSH | Nbd.FLAG_SEND_DF | Nbd.FLAG_CAN_MULTI_CONN
                | Nbd.FLAG_SEND_CACHE;
        return disk.readOnly()
                ? flags | Nbd.FLAG_READ_ONLY
                : flags | Nbd.FLAG_SEND_FUA | Nbd.FLAG_SEND_TRIM | Nbd.FLAG_SEND_WRITE_ZEROES;
    }

    /** False when the export is being removed. The client is closed when it is removed later. */
    synchronized boolean enter(Closeable client) {
        return !retired && clients.add(client);
    }

    synchronized void leave(Closeable client) {
        clients.remove(client);
        notifyAll();
    }

    synchronized void retire() throws IOException {
        retired = true;
        for (Closeable client : clients) {
            client.close();
        }
        long deadline = System.nanoTime() + RETIRING_NANOS;
        while (!clients.isEmpty()) {
            waitUntil(deadline);
        }
    }

    private void waitUntil(long deadline) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw new IOException("export '" + name + "': a client's request to " + disk + " does not come to its end");
        }
        try {
            wait(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while clients left export '" + name + "'", e);
        }
    }
}
