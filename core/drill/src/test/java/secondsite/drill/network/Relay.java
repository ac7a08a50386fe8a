package secondsite.drill.network;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Passes TCP connections on to another port of this machine, late, changed, or not at all. */
public final class Relay implements Closeable {

    private static final int BUFFER = 16 << 10;

    private final ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger flipped = new AtomicInteger();
    private final LongAdder passed = new LongAdder();
    private final Random random = new Random(9);
    private volatile int to;
    private volatile long delayNanos;
    private volatile int flipEveryBytes = Integer.MAX_VALUE;
    private volatile boolean stalled;

    public Relay() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Where connections are passed on to from now on. */
    public void to(int port) {
        to = port;
    }

    /** Everything arrives this much later, with as much again at random. */
    void delay(int millis) {
        delayNanos = millis * 1_000_000L;
    }

    /** In about so many bytes one bit is turned round. */
    void flip(int everyBytes) {
        flipEveryBytes = everyBytes;
    }

    /** Nothing is passed on, and connections stay as they are. */
    void stall(boolean now) {
        stalled = now;
    }

    /** Ends all connections there are, in the middle of whatever they do. */
    void reset() {
        for (Socket each : open) {
            try {
                each.setSoLinger(true, 0);
                each.close();
            } catch (IOException _) {
                // it has just ended by itself
            }
        }
    }

    /** How many bits were turned round. */
    int flipped() {
        return flipped.get();
    }

    /** Bytes that it has passed on so far, both ways. */
    public long passed() {
        return passed.sum();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket from = listener.accept();
                open.add(from);
                Thread.ofVirtual().start(() -> connect(from));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void connect(Socket from) {
        try (from; Socket on = new Socket(InetAddress.getLoopbackAddress(), to)) {
            open.add(on);
            Thread back = Thread.ofVirtual().start(() -> pass(on, from));
            pass(from, on);
            back.join();
            open.remove(on);
        } catch (IOException | InterruptedException _) {
            // the client sees its connection end
        }
        open.remove(from);
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                spoil(buffer, length);
                out.write(buffer, 0, length);
                passed.add(length);
            }
        } catch (IOException _) {
            // both sides see their connection end
        }
    }

    private void spoil(byte[] buffer, int length) {
        while (stalled) {
            LockSupport.parkNanos(5_000_000);
        }
        if (delayNanos > 0) {
            LockSupport.parkNanos(delayNanos + random.nextLong(delayNanos));
        }
        if (random.nextInt(flipEveryBytes) < length) {
            buffer[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
            flipped.incrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        stalled = false;
        listener.close();
        reset();
    }
}
