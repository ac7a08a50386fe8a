package secondsite.engine.layer;

import java.nio.ByteBuffer;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.DiskContract;
import secondsite.engine.disk.MemoryDisk;

class ReadOnlyDiskTest extends DiskContract {

    @Override
    protected Disk disk(byte[] contents) {
        MemoryDisk disk = new MemoryDisk(contents.length);
        disk.write(ByteBuffer.wrap(contents), 0);
        return new ReadOnlyDisk(disk);
    }
}
