package secondsite.agent.copy;

import java.util.Optional;
import secondsite.agent.capture.Capture;
import secondsite.engine.disk.Extent;

/** What is still to be compared, given out in order. Safe for use by several threads. */
final class DirtyQueue {

    private final Capture capture;
    private final RangeLength length;
    private long next;

    DirtyQueue(Capture capture, RangeLength length) {
        this.capture = capture;
        this.length = length;
    }

    synchronized Optional<Extent> take() {
        Optional<Extent> range = next >= capture.identity().diskSize()
                ? Optional.empty()
                : capture.nextDirty(next, length.bytes());
        next = range.map(Extent::end).orElse(capture.identity().diskSize());
        return range;
    }
}
