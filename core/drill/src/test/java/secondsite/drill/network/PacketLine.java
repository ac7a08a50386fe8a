package secondsite.drill.network;

import java.io.Closeable;
import java.util.Random;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Carries packets between two devices, both ways; some come twice, late, before others, or changed. */
final class PacketLine implements Closeable {

    private static final int LOOK_MILLIS = 50;
    /** Further packets are lost, as by any line whose queue is full. */
    private static final int MOST_WAITING = 2000;
    /** Only what TCP's checksum covers is changed, not the addresses. */
    private static final int HEADER_BYTES = 40;

    private final AtomicInteger bad = new AtomicInteger();
    private volatile int twicePercent;
    private volatile int latePercent;
    private volatile int changedPercent;
    private volatile long delayNanos;
    private volatile boolean closed;
    private final Direction[] directions;

    PacketLine(Tun one, Tun other) {
        directions = new Direction[]{new Direction(one, other, 1), new Direction(other, one, 2)};
    }

    void start() {
        for (Direction each : directions) {
            each.reader.start();
            each.writer.start();
        }
    }

    /** So many packets in a hundred come twice. */
    void duplicate(int percent) {
        twicePercent = percent;
    }

    /** So many packets in a hundred come this much later than those that were sent after them. */
    void reorder(int percent, int millis) {
        delayNanos = TimeUnit.MILLISECONDS.toNanos(millis);
        latePercent = percent;
    }

    /** One bit of so many packets in a hundred is turned round. */
    void corrupt(int percent) {
        changedPercent = percent;
    }

    void mend() {
        twicePercent = 0;
        latePercent = 0;
        changedPercent = 0;
    }

    /** How many packets were not treated as they should be. */
    int bad() {
        return bad.get();
    }

    @Override
    public void close() {
        closed = true;
        for (Direction each : directions) {
            each.end();
        }
    }

    private record Packet(long due, long number, byte[] bytes) implements Delayed {

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Packet that = (Packet) other;
            int order = Long.compare(due - that.due, 0);
            return order == 0 ? Long.compare(number, that.number) : order;
        }
    }

    private final class Direction {

        private final Tun from;
        private final Tun to;
        private final Random random;
        private final DelayQueue<Packet> waiting = new DelayQueue<>();
        private final Thread reader = Thread.ofPlatform().daemon().name("line reader").unstarted(this::read);
        private final Thread writer = Thread.ofPlatform().daemon().name("line writer").unstarted(this::write);
        private long number;

        Direction(Tun from, Tun to, long seed) {
            this.from = from;
            this.to = to;
            this.random = new Random(seed);
        }

        private void read() {
            while (!closed) {
                byte[] packet = from.read(LOOK_MILLIS);
                if (packet != null && waiting.size() < MOST_WAITING) {
                    pass(packet);
                }
            }
        }

        private boolean happens(int percent) {
            boolean now = random.nextInt(100) < percent;
            if (now) {
                bad.incrementAndGet();
            }
            return now;
        }

        private void pass(byte[] packet) {
            if (packet.length > HEADER_BYTES && happens(changedPercent)) {
                packet[HEADER_BYTES + random.nextInt(packet.length - HEADER_BYTES)] ^= (byte) (1 << random.nextInt(8));
            }
            for (int times = happens(twicePercent) ? 2 : 1; times > 0; times--) {
                long late = happens(latePercent) ? delayNanos : 0;
                waiting.add(new Packet(System.nanoTime() + late, number++, packet));
            }
        }

        private void write() {
            try {
                while (!closed) {
                    to.write(waiting.take().bytes);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        void end() {
            writer.interrupt();
            try {
                reader.join();
                writer.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
