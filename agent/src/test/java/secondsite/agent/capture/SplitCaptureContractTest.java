package secondsite.agent.capture;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.journal.JournalIdentity;

/** The machine writes through us, a sector for each number. */
class SplitCaptureContractTest extends CaptureContract implements CaptureContract.Machine {

    private static final int SIZE = 64 << 20;
    private static final int SECTOR = 512;

    private SplitCapture capture;

    @BeforeEach
    void begin() throws IOException {
        var settings = new CaptureSettings(new JournalIdentity(new UUID(1, 2), SIZE), 1, new UUID(3, 4),
                new SpoolLimits(1 << 30, 0));
        capture = new SplitDiskOpening(new MemoryDisk(SIZE), DirectoryFolder.at(folder.resolve("spool")),
                DirectoryFolder.at(folder), settings, InstantSource.system()).open();
    }

    @AfterEach
    void end() throws IOException {
        capture.close();
    }

    @Override
    Capture capture() {
        return capture;
    }

    @Override
    Machine machine() {
        return this;
    }

    @Override
    public void keep(int number) throws IOException {
        if (number * (long) SECTOR >= SIZE) {
            throw new IOException("the disk is full");
        }
        capture.served().write(ByteBuffer.allocate(SECTOR).putInt(0, number), (number - 1L) * SECTOR);
        capture.served().flush();
    }

    @Override
    public List<Integer> kept(Path image) throws IOException {
        var kept = new ArrayList<Integer>();
        try (var file = new RandomAccessFile(image.toFile(), "r")) {
            for (int at = 0; at < SIZE; at += SECTOR) {
                file.seek(at);
                int number = file.readInt();
                if (number == 0) {
                    return kept;
                }
                kept.add(number);
            }
        }
        return kept;
    }
}
