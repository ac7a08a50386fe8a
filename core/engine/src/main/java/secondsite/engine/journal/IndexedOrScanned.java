package secondsite.engine.journal;

import java.io.IOException;
import java.util.function.Consumer;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.ExtentMap;
import secondsite.engine.segment.IndexedExtent;

/** A segment's extents by its index, and by its records from the moment the index shows damage. Safe for use by several threads. */
final class IndexedOrScanned implements SegmentExtents {

    /** Goes through the records of the segment. */
    interface Scan {

        ExtentMap run() throws IOException;
    }

    private final SegmentExtents indexed;
    private final Scan scan;
    private ExtentMap scanned;

    IndexedOrScanned(SegmentExtents indexed, Scan scan) {
        this.indexed = indexed;
        this.scan = scan;
    }

    @Override
    public void overlapping(long offset, long length, Consumer<IndexedExtent> to) throws IOException {
        if (known() == null) {
            try {
                indexed.overlapping(offset, length, to);
                return;
            } catch (DamagedException indexDamaged) {
                scan();
            }
        }
        known().overlapping(offset, length, to);
    }

    private synchronized ExtentMap known() {
        return scanned;
    }

    private synchronized void scan() throws IOException {
        if (scanned == null) {
            scanned = scan.run();
        }
    }
}
