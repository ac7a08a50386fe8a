package secondsite.server.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.UUID;
import secondsite.api.client.TransferClient;
import secondsite.api.client.TransferException;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.Receiver;
import secondsite.engine.ship.ShippingLoop;
import secondsite.engine.ship.ShippingProgress;
import secondsite.engine.ship.ShippingSettings;
import secondsite.engine.ship.Slice;

/** What an agent does for one disk: a spool in memory, shipped over HTTPS. Keeps a copy of the disk as an oracle. */
public final class Sender implements AutoCloseable {

    private static final ShippingSettings SETTINGS = new ShippingSettings(256 << 10, 3,
            Optional.of(new ShippingSettings.Packing(128 << 10, true)), Duration.ofMillis(20), Duration.ofMillis(50),
            Duration.ofMillis(500), Duration.ofMillis(20), Duration.ofMillis(500), Duration.ofMillis(500));

    private final UUID disk;
    private final Random random;
    private final Journal spool;
    private final ByteBuffer oracle;
    private final ShippingLoop loop;
    private volatile long acknowledged;

    /** A receiver behind a client. */
    private record Remote(TransferClient client, UUID disk) implements Receiver {
        private interface Call {
            secondsite.api.transfer.Position make() throws TransferException;
        }

        @Override
        public Answer send(Slice slice) {
            return answer(() -> client.postSlice(disk, slice.epoch(), slice.firstSequence(), slice.lastSequence(),
                    slice.batches().stream().map(Batch::bytes).toList()));
        }

        @Override
        public Answer position() {
            return answer(() -> client.position(disk));
        }

        private static Answer answer(Call call) {
            try {
                var position = call.make();
                return new Answer.Accepted(
                        new Position(position.epoch(), position.gatewaySequence(), position.targetSequence()));
            } catch (TransferException e) {
                return switch (e) {
                    case TransferException.Gap gap -> new Answer.Gap(gap.expectedSequence());
                    case TransferException.StaleEpoch stale -> new Answer.StaleEpoch(stale.epoch());
                    case TransferException.Busy _ -> new Answer.Busy(Duration.ofMillis(100), e.getMessage());
                    case TransferException.OutOfSpace _ -> new Answer.Busy(Duration.ofMillis(100), e.getMessage());
                    case TransferException.Unavailable _ -> new Answer.Unavailable(e.getMessage());
                    case TransferException.Refused _ -> new Answer.Refused(e.getMessage());
                };
            }
        }
    }

    public Sender(Stage stage, long seed) throws IOException {
        this(stage.agent(), stage.disk, Stage.DISK_BYTES, seed);
    }

    public Sender(TransferClient client, UUID disk, long diskBytes, long seed) throws IOException {
        this.disk = disk;
        this.random = new Random(seed);
        this.oracle = ByteBuffer.allocate((int) diskBytes);
        this.spool = Journal.open(SimulatedFolder.named("spool " + disk), new JournalIdentity(disk, diskBytes),
                new JournalSettings(1 << 20), 1, 1, Instant::now);
        this.loop = new ShippingLoop(new ShippingLoop.Route(spool, new Remote(client, disk), new Bandwidth(0)),
                SETTINGS,
                Instant::now, MonotonicTime.SYSTEM, new Random(seed),
                position -> acknowledged = position.gatewaySequence());
        loop.start();
    }

    /** Writes at random places, and some zeros and trims. */
    public void write(int records) throws IOException {
        for (int i = 0; i < records; i++) {
            int length = 512 * (1 + random.nextInt(16));
            int offset = 512 * random.nextInt((oracle.capacity() - length) / 512);
            byte[] bytes = new byte[length];
            Record record;
            if (random.nextInt(5) == 0) {
                record = random.nextBoolean() ? new Record.Zero(offset, length) : new Record.Trim(offset, length);
            } else {
                random.nextBytes(bytes);
                record = new Record.Write(offset, ByteBuffer.wrap(bytes), false);
            }
            spool.append(List.of(record));
            oracle.put(offset, bytes);
        }
    }

    public Journal spool() {
        return spool;
    }

    /** The disk as it is after all that was written. */
    public byte[] contents() {
        return oracle.array().clone();
    }

    /** The last record that the gateway has said is durable there. */
    public long acknowledged() {
        return acknowledged;
    }

    public ShippingProgress progress() {
        return loop.progress();
    }

    public void awaitTarget() throws InterruptedException {
        await(() -> loop.progress().position().targetSequence() == spool.lastSequence());
    }

    public void await(BooleanSupplier condition) throws InterruptedException {
        for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !condition.getAsBoolean();) {
            assertThat(System.nanoTime()).as(() -> "in time; " + loop.progress()).isLessThan(until);
            Thread.sleep(5);
        }
    }

    @Override
    public void close() throws IOException {
        loop.close();
        spool.close();
    }
}
