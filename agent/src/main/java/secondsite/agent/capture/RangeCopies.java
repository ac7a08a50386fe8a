package secondsite.agent.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.segment.Record;

/**
 * What a disk holds in some ranges, as records.
 *
 * @param bytes of all together
 */
record RangeCopies(List<Record> records, int bytes) {

    /** @param buffer where the ranges are read to; as large as all of them */
    static RangeCopies read(Disk disk, List<Extent> ranges, ByteBuffer buffer) throws IOException {
        var records = new ArrayList<Record>();
        int position = 0;
        for (Extent range : ranges) {
            ByteBuffer data = buffer.slice(position, (int) range.length());
            disk.read(data, range.offset());
            records.add(new Record.Copy(range.offset(), data.flip().asReadOnlyBuffer()));
            position += (int) range.length();
        }
        return new RangeCopies(records, position);
    }
}
