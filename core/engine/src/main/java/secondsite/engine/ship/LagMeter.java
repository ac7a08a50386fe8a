package secondsite.engine.ship;

import java.util.ArrayDeque;

/** How old the oldest record is that the target does not have yet. Times in microseconds since 1970. For one thread. */
final class LagMeter {

    private record Sent(long lastSequence, long timeMicros) {}

    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private long behindSinceMicros;
    private boolean behind;

    /** A slice is about to be sent; one that was sent before changes nothing. */
    void sending(long lastSequence, long timeMicros) {
        if (sent.isEmpty() || lastSequence > sent.getLast().lastSequence()) {
            sent.add(new Sent(lastSequence, timeMicros));
        }
    }

    /** Seconds; 0 when the target has everything. */
    double lagSeconds(long targetSequence, long lastSequence, long nowMicros) {
        while (!sent.isEmpty() && sent.getFirst().lastSequence() <= targetSequence) {
            sent.removeFirst();
        }
        if (targetSequence >= lastSequence) {
            behind = false;
            return 0;
        }
        if (!behind) {
            behind = true;
            behindSinceMicros = nowMicros;
        }
        long oldest = sent.isEmpty() ? behindSinceMicros : sent.getFirst().timeMicros();
        return Math.max(0, nowMicros - oldest) * 1e-6;
    }
}
