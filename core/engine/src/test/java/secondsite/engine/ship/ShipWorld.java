package secondsite.engine.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.DamagedException;

/**
 * A sender and a receiver with a network between them that loses, repeats, delays, reorders, cuts off and spoils; both lose power or
 * their process at any moment. One thread, one seed. What was written is remembered on the side and compared with what arrived.
 */
final class ShipWorld {

    private static final long DISK = 1 << 20;
    private static final JournalIdentity IDENTITY = new JournalIdentity(new UUID(7, 9), DISK);
    private static final JournalSettings SETTINGS = new JournalSettings(150_000);
    private static final ShippingSettings SHIPPING = new ShippingSettings(100_000, 3, Optional.empty(),
            Duration.ofMillis(200), Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ofMillis(250),
            Duration.ofSeconds(30), Duration.ofSeconds(60));
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

    private record Message(long ticket, long arrives, byte[] slice, int epoch, Answer answer) {}

    private record Waiting(long ticket, long until) {}

    private final Random random;
    private final SimulatedFolder senderFolder = SimulatedFolder.named("sender");
    private final SimulatedFolder receiverFolder = SimulatedFolder.named("receiver");
    private final List<Message> network = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private final BatchPacker packer = new BatchPacker(64 << 10, true);
    private Journal source;
    private Journal sink;
    private Intake intake;
    private Shipper shipper;
    private SliceReader reader;
    private long now;
    private long acknowledged;
    private boolean healing;

    ShipWorld(long seed) throws IOException {
        random = new Random(seed);
        openSender();
        openReceiver();
    }

    private void openSender() throws IOException {
        source = Journal.open(senderFolder, IDENTITY, SETTINGS, 1, 1, () -> Instant.EPOCH.plusNanos(now));
        written.subList((int) source.lastSequence(), written.size()).clear();
        shipper = new Shipper(SHIPPING, random);
        reader = new SliceReader(source);
        waiting.clear();
    }

    private void openReceiver() throws IOException {
        sink = Journal.open(receiverFolder, IDENTITY, SETTINGS, 1, 1, () -> Instant.EPOCH.plusNanos(now));
        intake = new Intake(sink, sink::durableSequence);
        assertThat(sink.lastSequence()).as("what was acknowledged is there").isGreaterThanOrEqualTo(acknowledged);
    }

    /** Lets things happen at random, then lets the world heal, and compares. */
    void live(int steps) throws IOException {
        for (int step = 0; step < steps; step++) {
            happen();
        }
        healing = true;
        source.force();
        for (int step = 0; sink.durableSequence() < source.lastSequence(); step++) {
            assertThat(step).as("heals: %s", shipper.state()).isLessThan(100_000);
            send();
            deliver();
            pass(Duration.ofMillis(100));
        }
        assertThat(Records.of(sink)).isEqualTo(written);
    }

    private void happen() throws IOException {
        switch (random.nextInt(100)) {
            case 0 -> crashSender();
            case 1, 2 -> crashReceiver();
            case 3 -> source.beginEpoch(source.epoch() + 1);
            default -> {
                if (random.nextInt(3) == 0) {
                    write();
                }
                if (random.nextInt(4) == 0) {
                    source.force();
                }
                send();
                deliver();
            }
        }
        pass(Duration.ofMillis(random.nextInt(300)));
    }

    private void write() throws IOException {
        for (int i = random.nextInt(6); i >= 0; i--) {
            var record = Records.random(random, DISK);
            long sequence = source.append(List.of(record));
            written.add(sequence + ": " + Records.said(record));
        }
    }

    private void crashSender() throws IOException {
        if (random.nextBoolean()) {
            senderFolder.losePower(random);
        } else {
            senderFolder.endProcess();
        }
        openSender();
    }

    private void crashReceiver() throws IOException {
        if (random.nextBoolean()) {
            receiverFolder.losePower(random);
        } else {
            receiverFolder.endProcess();
        }
        openReceiver();
    }

    private void pass(Duration time) {
        now += time.toNanos();
        for (Waiting late : List.copyOf(waiting)) {
            if (late.until() <= now) {
                waiting.remove(late);
                shipper.answered(late.ticket(), new Answer.Unavailable("nobody answered"), now);
            }
        }
    }

    private void send() throws IOException {
        while (true) {
            switch (shipper.next(now,
                    new Shipper.Held(source.firstSequence(), source.durableSequence(), source.epoch()))) {
                case Step.Pause _ -> {
                    return;
                }
                case Step.Ask ask -> post(ask.ticket(), null);
                case Step.Send send -> post(send.fromSequence());
            }
        }
    }

    private void post(long from) throws IOException {
        List<Batch> batches = reader.read(from, source.durableSequence(), SHIPPING.sliceBytes());
        long ticket = shipper.sending(batches.getFirst().firstSequence(), batches.getLast().lastSequence());
        post(ticket, bytes(random.nextBoolean() ? batches : packer.pack(batches)));
    }

    static byte[] bytes(List<Batch> batches) {
        ByteBuffer bytes = ByteBuffer.allocate(batches.stream().mapToInt(Batch::length).sum());
        batches.forEach(batch -> bytes.put(batch.bytes()));
        return bytes.array();
    }

    private void post(long ticket, byte[] slice) {
        waiting.add(new Waiting(ticket, now + PATIENCE_NANOS));
        onTheWay(new Message(ticket, 0, slice, source.epoch(), null));
    }

    /** The network: most messages arrive, once and soon; some do not, or twice, or late, or spoiled. */
    private void onTheWay(Message message) {
        int copies = healing || random.nextInt(8) > 0 ? 1 : random.nextInt(3);
        for (int i = 0; i < copies; i++) {
            long delay = Duration.ofMillis(random.nextInt(healing ? 50 : random.nextInt(10) == 0 ? 60_000 : 500))
                    .toNanos();
            network.add(new Message(message.ticket(), now + delay, spoiled(message.slice()), message.epoch(),
                    message.answer()));
        }
    }

    private byte[] spoiled(byte[] slice) {
        if (slice == null || healing || random.nextInt(60) > 0) {
            return slice;
        }
        byte[] spoiled = random.nextBoolean() ? slice.clone() : Arrays.copyOf(slice, random.nextInt(slice.length));
        if (spoiled.length == slice.length) {
            spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return spoiled;
    }

    private void deliver() throws IOException {
        for (Message message : List.copyOf(network)) {
            if (message.arrives() <= now) {
                network.remove(message);
                if (message.answer() == null) {
                    onTheWay(new Message(message.ticket(), 0, null, 0, received(message)));
                } else {
                    heard(message);
                }
            }
        }
    }

    private Answer received(Message message) throws IOException {
        if (message.slice() == null) {
            return new Answer.Accepted(intake.position());
        }
        try {
            return intake
                    .take(Slice.take(IDENTITY.disk(), message.epoch(), ByteBuffer.wrap(message.slice()), "network"));
        } catch (DamagedException e) {
            return new Answer.Refused(e.getMessage());
        }
    }

    private void heard(Message message) {
        if (message.answer() instanceof Answer.Accepted accepted) {
            acknowledged = Math.max(acknowledged, accepted.position().gatewaySequence());
        }
        if (waiting.removeIf(any -> any.ticket() == message.ticket())) {
            shipper.answered(message.ticket(), message.answer(), now);
        }
    }
}
