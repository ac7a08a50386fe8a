package secondsite.agent.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.UUID;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.DiskContract;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalIdentity;

class SplitDiskContractTest extends DiskContract {

    @Override
    protected Disk disk(byte[] contents) throws IOException {
        var memory = new MemoryDisk(contents.length);
        memory.write(ByteBuffer.wrap(contents), 0);
        var settings = new CaptureSettings(new JournalIdentity(new UUID(1, 2), contents.length), 1, new UUID(3, 4),
                new SpoolLimits(1 << 30, 0));
        return new SplitDiskOpening(memory, SimulatedFolder.named("spool"), SimulatedFolder.named("beside"), settings,
                InstantSource.system()).open().served();
    }
}
