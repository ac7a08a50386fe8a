package secondsite.agent.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import secondsite.agent.os.BootId;
import secondsite.agent.os.FileSystems;
import secondsite.agent.os.LinuxDevice;
import secondsite.agent.os.MachineStillness;
import secondsite.agent.os.ScannedFile;
import secondsite.agent.stage.LoopDevice;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.journal.JournalIdentity;

/** A real device with a real ext4 on it, in use, and the capture of it: tracked, or scanned. */
final class TrackedMachine implements CaptureContract.Machine, AutoCloseable {

    static final long SIZE = 64 << 20;

    /** How its writes are noticed. */
    enum How {
        TRACKED, SCANNED
    }

    final Path folder;
    final LoopDevice loop;
    private final How how;
    /** The name that the configuration knows the device by. */
    final Path name;
    Path mounted;
    RoundCapture capture;
    private FileChannel list;
    private Looks looks;
    private int images;

    TrackedMachine(Path folder) throws IOException, InterruptedException {
        this(folder, How.TRACKED);
    }

    TrackedMachine(Path folder, How how) throws IOException, InterruptedException {
        this.folder = folder;
        this.how = how;
        this.loop = new LoopDevice(folder, SIZE);
        this.mounted = loop.mount();
        this.name = folder.resolve("by-name");
        appear();
        openList();
    }

    void appear() throws IOException {
        Files.createSymbolicLink(name, loop.path());
    }

    void disappear() throws IOException {
        Files.delete(name);
    }

    void openList() throws IOException {
        list = FileChannel.open(mounted.resolve("list"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    void closeList() throws IOException {
        list.close();
    }

    /** Opens the capture as the agent does, in this run of the machine. */
    RoundCapture open() throws IOException {
        return open(name, folder.resolve("spool"), BootId.current());
    }

    RoundCapture open(Path device, Path spool, UUID boot) throws IOException {
        capture = how == How.TRACKED ? capture(device, spool, boot, SIZE) : scan(device, spool, boot, SIZE);
        looks = new Looks(capture::look, Duration.ofMillis(20));
        return capture;
    }

    /** Of its own in each run of a test: what the kernel keeps of a disk goes by it, whoever runs beside. */
    static UUID disk(Path spool) {
        return UUID.nameUUIDFromBytes(spool.toString().getBytes(StandardCharsets.UTF_8));
    }

    static RoundCapture capture(Path device, Path spool, UUID boot, long size) throws IOException {
        UUID disk = disk(spool);
        var tracked = new LinuxDevice(device, disk, size);
        var stillness = new MachineStillness(new FileSystems(List.of()), Duration.ofSeconds(2));
        var settings = new CaptureSettings(new JournalIdentity(disk, size), 1, boot, new SpoolLimits(1 << 30, 0));
        RoundCapture opened = new RoundDiskOpening(tracked, DirectoryFolder.at(spool),
                DirectoryFolder.at(spool.resolveSibling("refuge")), settings, stillness, InstantSource.system()).open();
        stillness.add(tracked, opened::isProtected);
        return opened;
    }

    private static RoundCapture scan(Path device, Path spool, UUID boot, long size) throws IOException {
        var scanned = new ScannedFile(device, size, InstantSource.system());
        var stillness = new MachineStillness(new FileSystems(List.of()), Duration.ofSeconds(2));
        var settings = new CaptureSettings(new JournalIdentity(disk(spool), size), 1, boot,
                new SpoolLimits(1 << 30, 0));
        RoundCapture opened = new RoundDiskOpening(scanned, 7, DirectoryFolder.at(spool),
                DirectoryFolder.at(spool.resolveSibling("refuge")), settings, stillness, InstantSource.system()).open();
        stillness.add(scanned, opened::isProtected);
        return opened;
    }

    /** Nobody looks from now on. */
    void stopLooking() {
        looks.close();
    }

    void startLooking() {
        looks = new Looks(capture::look, Duration.ofMillis(20));
    }

    /** Some writes all over a file that nobody waits for. */
    void scribble(Random random, int count) throws IOException {
        try (FileChannel file = FileChannel.open(mounted.resolve("scribbles"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            for (int i = 0; i < count; i++) {
                var some = ByteBuffer.allocate(4096);
                random.nextBytes(some.array());
                file.write(some, random.nextInt(2048) * 4096L);
            }
        }
    }

    @Override
    public void keep(int number) throws IOException {
        list.write(ByteBuffer.allocate(4).putInt(0, number), (number - 1) * 4L);
        list.force(false);
        if (number % 7 == 0) {
            scribble(new Random(number), 20);
        }
    }

    /** Mounts a copy of the image, as a machine that starts does. */
    @Override
    public List<Integer> kept(Path image) throws IOException, InterruptedException {
        Path own = folder.resolve("point" + ++images + ".img");
        Path at = folder.resolve("point" + images);
        Files.copy(image, own);
        Files.createDirectories(at);
        String device = LoopDevice.run("losetup", "-f", "--show", own.toString()).strip();
        try {
            LoopDevice.run("mount", device, at.toString());
            try (FileChannel there = FileChannel.open(at.resolve("list"))) {
                var bytes = ByteBuffer.allocate((int) there.size());
                there.read(bytes, 0);
                var kept = new ArrayList<Integer>();
                for (bytes.flip(); bytes.remaining() >= 4 && bytes.getInt(bytes.position()) != 0;) {
                    kept.add(bytes.getInt());
                }
                return kept;
            } finally {
                LoopDevice.run("umount", at.toString());
            }
        } finally {
            LoopDevice.run("losetup", "-d", device);
            Files.delete(own);
        }
    }

    /** The agent ends in order. */
    void endAgent() throws IOException {
        if (capture != null) {
            looks.close();
            capture.close();
            capture = null;
        }
    }

    @Override
    public void close() throws IOException {
        try (loop) {
            list.close();
            if (capture != null) {
                looks.close();
                try {
                    capture.unprotect();
                } finally {
                    capture.close();
                }
            }
        }
    }
}
