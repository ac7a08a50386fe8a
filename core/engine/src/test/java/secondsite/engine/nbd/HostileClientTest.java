package secondsite.engine.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.engine.disk.MemoryDisk;

/**
 * Thousands of clients that do not mean well. {@code -Dnbd.hostile.cases=1000000} makes more of them, {@code -Dnbd.hostile.seed} others;
 * a failure names its seed.
 */
class HostileClientTest {

    private static final int CASES = Integer.getInteger("nbd.hostile.cases", 2000);
    private static final long SEED = Long.getLong("nbd.hostile.seed", 1);
    private static final long HANG_SECONDS = 5;
    private static final int LEFT_OPEN = 40;
    private static final int HONEST_SIZE = 1 << 20;

    @TempDir
    Path folder;

    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
    private final Deque<RawClient> leftOpen = new ArrayDeque<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private final byte[] model = new byte[HONEST_SIZE];
    private NbdServer server;
    private UnixDomainSocketAddress address;
    private RawClient honest;

    @BeforeEach
    void start() throws IOException {
        Exports exports = new Exports();
        exports.add("", new MemoryDisk(1 << 20));
        exports.add("honest", new MemoryDisk(HONEST_SIZE));
        server = new NbdServer(exports, new NbdSettings(100, 20, Duration.ofSeconds(60), null), new Surprises());
        address = UnixDomainSocketAddress.of(folder.resolve("s"));
        server.listen(address);
        honest = new RawClient(address);
        honest.greet();
        honest.open("honest", false);
    }

    @AfterEach
    void stop() throws IOException {
        watch.shutdownNow();
        for (RawClient client : leftOpen) {
            client.close();
        }
        honest.close();
        server.close();
    }

    /** Clients may come to any end but an error of the program; and no request that was let through may fail on a disk in memory. */
    private final class Surprises implements NbdEvents {

        @Override
        public void closed(String client, String export, Throwable reason) {
            surpriseUnlessIo(reason);
        }

        @Override
        public void refused(String client, Throwable reason) {
            surpriseUnlessIo(reason);
        }

        private void surpriseUnlessIo(Throwable reason) {
            if (reason != null && !(reason instanceof IOException)) {
                surprises.add(reason + " at " + Arrays.toString(reason.getStackTrace()));
            }
        }

        @Override
        public void failed(String client, String export, String request, Throwable reason) {
            surprises.add(request + ": " + reason);
        }
    }

    @Test
    void hostileClientsLoseOnlyTheirOwnConnections() throws Exception {
        for (int i = 0; i < CASES; i++) {
            long seed = SEED * 1_000_000_007L + i;
            attack(seed);
            assertThat(surprises).as("after -Dnbd.hostile.seed=%d, case %d", SEED, i).isEmpty();
            if (i % 20 == 0) {
                honestWork(new Random(seed), "case " + i);
            }
        }
        honestWork(new Random(SEED), "the end");
        assertThat(honest.read(0, HONEST_SIZE)).isEqualTo(model);
        endsAllThreads();
    }

    private void attack(long seed) throws Exception {
        Random random = new Random(seed);
        RawClient client = new RawClient(address);
        ScheduledFuture<?> hang = closeWhenHanging(client, "seed " + seed);
        try {
            if (random.nextBoolean()) {
                client.receive(18);
                send(client, new HostileBytes(seed).handshake(), random);
            } else {
                client.greet();
                client.open("", random.nextBoolean());
                send(client, new HostileBytes(seed).requests(), random);
            }
            end(client, random);
        } catch (IOException e) {
            client.close();
        } finally {
            hang.cancel(false);
        }
    }

    private ScheduledFuture<?> closeWhenHanging(RawClient client, String what) {
        return watch.schedule(() -> {
            surprises.add("the server hangs: " + what);
            client.close();
            return null;
        }, HANG_SECONDS, TimeUnit.SECONDS);
    }

    private static void send(RawClient client, byte[] bytes, Random random) throws IOException {
        int cut = random.nextInt(bytes.length + 1);
        client.send(ByteBuffer.wrap(bytes, 0, cut), ByteBuffer.wrap(bytes, cut, bytes.length - cut));
    }

    private void end(RawClient client, Random random) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> leaveOpen(client);
            case 1 -> client.close();
            default -> {
                client.socket.shutdownOutput();
                client.awaitHangUp();
                client.close();
            }
        }
    }

    private void leaveOpen(RawClient client) throws IOException {
        leftOpen.add(client);
        if (leftOpen.size() > LEFT_OPEN) {
            leftOpen.remove().close();
        }
    }

    private void honestWork(Random random, String when) throws Exception {
        ScheduledFuture<?> hang = closeWhenHanging(honest, "the honest client at " + when);
        byte[] data = new byte[random.nextInt(5000)];
        random.nextBytes(data);
        int at = random.nextInt(HONEST_SIZE - data.length);
        assertThat(honest.ask(0, RawClient.WRITE, at, data.length, data)).isZero();
        System.arraycopy(data, 0, model, at, data.length);
        assertThat(honest.read(at, data.length)).isEqualTo(data);
        try (RawClient another = new RawClient(address)) {
            another.greet();
            another.open("honest", true);
        }
        hang.cancel(false);
    }

    private void endsAllThreads() throws Exception {
        for (RawClient client : leftOpen) {
            client.close();
        }
        String prefix = "nbd-" + address;
        TestServer.await("only the honest client's thread is left", () -> Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix)).count() == 1);
    }
}
