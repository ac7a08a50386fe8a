package secondsite.drill.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.capture.SpoolLimits;
import secondsite.agent.copy.CopyMeans;
import secondsite.agent.copy.TransferTarget;
import secondsite.agent.copy.Verification;
import secondsite.agent.os.BootId;
import secondsite.agent.protection.DiskWatch;
import secondsite.agent.ship.DiskShipping;
import secondsite.agent.ship.TransferReceiver;
import secondsite.api.client.Connection;
import secondsite.api.client.TlsIdentity;
import secondsite.api.client.TransferClient;
import secondsite.api.machine.DiskVerification;
import secondsite.drill.deployment.Deployment;
import secondsite.drill.deployment.Place;
import secondsite.drill.tools.CleanUp;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;
import secondsite.engine.ship.ShippingSettings;

/**
 * A disk is verified against a replica behind real servers while it is written and shipped: nothing differs, until a byte of the
 * target's base file is changed where nobody looks.
 */
@Timeout(300)
class VerifiedReplicaTest {

    private static final int SIZE = 32 << 20;
    /** Guests write only in the first part; the other is in the replica's base. */
    private static final int HOT = 2 << 20;
    private static final int BLOCK = 4096;
    /** Shipping can follow. */
    private static final long PAUSE_NANOS = 1_000_000;

    private final CleanUp cleanUp = new CleanUp();
    private final Random random = new Random(5);

    @TempDir
    Path folder;

    private Deployment deployment;
    private SplitCapture capture;
    private TransferTarget target;
    private DiskShipping shipping;

    @AfterEach
    void end() {
        cleanUp.close();
    }

    @Test
    void aDiskUnderLoadEqualsItsReplicaUntilAByteOfTheReplicaChanges() throws Exception {
        Place place = Place.here();
        deployment = new Deployment(folder, SIZE, place, cleanUp);
        byte[] content = new byte[SIZE];
        random.nextBytes(content);
        Files.write(deployment.source(), content);
        deployment.start();
        deployment.awaitCaughtUp();
        UUID disk = deployment.replica().disk();
        deployment.agent().stop();
        protect(disk, place);

        underLoad(() -> {
            for (int round = 0; round < 5; round++) {
                assertThat(verify().differentBytes()).isZero();
            }
        });
        int at = HOT + BLOCK * random.nextInt((SIZE - HOT) / BLOCK);
        change(Arrays.copyOfRange(content, at, at + BLOCK));
        underLoad(() -> assertThat(verify().differentBytes()).isEqualTo(BLOCK));
    }

    /** The agent's work on this disk, in this program. */
    private void protect(UUID disk, Place place) throws IOException {
        Path own = deployment.agentFolder();
        var connection = new Connection(URI.create("https://127.0.0.1:" + place.agentSees()),
                TlsIdentity.fromPem(own.resolve("certificate.pem"), own.resolve("key.pem"),
                        own.resolve("authority.pem")),
                Connection.Patience.DEFAULTS);
        cleanUp.later(connection::close);
        var client = new TransferClient(connection);
        capture = new SplitDiskOpening(new FileDisk(DirectoryFolder.openFile(deployment.source())),
                DirectoryFolder.at(own.resolve("spool").resolve(disk.toString())), DirectoryFolder.at(own),
                new CaptureSettings(new JournalIdentity(disk, SIZE), 1, BootId.current(), new SpoolLimits(4L << 30, 0)),
                InstantSource.system()).open();
        cleanUp.later(capture::close);
        target = new TransferTarget(client, disk);
        shipping = new DiskShipping(capture, new TransferReceiver(client, disk), new DiskShipping.Means(
                ShippingSettings.DEFAULTS, new Bandwidth(0), InstantSource.system(), MonotonicTime.SYSTEM, random));
        var watch = new DiskWatch("data", capture, Optional.of(shipping), () -> {
        });
        watch.start();
        cleanUp.later(watch::close);
    }

    private DiskVerification verify() throws Exception {
        var means = new CopyMeans(1, true, new Bandwidth(0), InstantSource.system(), MonotonicTime.SYSTEM);
        return new Verification(capture, target, means, new Bandwidth(0), shipping::wake).run(() -> {
        });
    }

    private interface Doing {
        void it() throws Exception;
    }

    private void underLoad(Doing what) throws Exception {
        var stop = new AtomicBoolean();
        var writes = new AtomicInteger();
        var failure = new AtomicReference<Throwable>();
        Thread guest = Thread.ofPlatform().start(() -> {
            var load = new Random(7);
            try {
                while (!stop.get()) {
                    byte[] data = new byte[1 + load.nextInt(9000)];
                    Arrays.fill(data, (byte) load.nextInt(2));
                    capture.served().write(ByteBuffer.wrap(data), load.nextInt(HOT - data.length));
                    if (writes.incrementAndGet() % 20 == 0) {
                        capture.served().flush();
                    }
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        try {
            what.it();
        } finally {
            stop.set(true);
            guest.join();
        }
        assertThat(failure.get()).isNull();
        assertThat(writes.get()).isPositive();
    }

    /** Of the file that holds this block, one byte; what the target keeps of checksums beside it stays as it is. */
    private void change(byte[] block) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(deployment.targetFolder())) {
            files = all.filter(Files::isRegularFile).toList();
        }
        int changed = 0;
        for (Path file : files) {
            long at = Files.size(file) < SIZE ? -1 : indexOf(Files.readAllBytes(file), block);
            if (at >= 0) {
                try (var open = new RandomAccessFile(file.toFile(), "rw")) {
                    open.seek(at + 1000);
                    open.write(block[1000] ^ 1);
                }
                changed++;
            }
        }
        assertThat(changed).as("files that hold the block").isEqualTo(1);
    }

    private static long indexOf(byte[] all, byte[] block) {
        for (int at = 0; at + block.length <= all.length; at += 512) {
            if (Arrays.equals(all, at, at + block.length, block, 0, block.length)) {
                return at;
            }
        }
        return -1;
    }
}
