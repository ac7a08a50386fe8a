package secondsite.agent.copy;

import java.util.Optional;
import secondsite.agent.capture.Capture;
import secondsite.engine.disk.Extent;

/** What is still to be compared, given out in order. Safe for use by several threads. */
final class DirtyQueue {

    private final Capture capture;
    private final long rangeLimit;
    private long next;

    DirtyQueue(Capture capture, long rangeLimit) {
        this.capture = capture;
        this.rangeLimit = rangeLimit;
    }

    synchronized Optional<Extent> take() {
        Optional<Extent> range = next >= capture.identity().diskSize()
                ? Optional.empty()
                : capture.nextDirty(next, rangeLimit);
        next = range.map(Extent::end).orElse(capture.identity().diskSize());
        return range;
    }
}
