package secondsite.server.hypervisor;

import secondsite.api.host.DiskMove;
import secondsite.api.host.MoveProgress;
import secondsite.api.host.MoveState;
import java.time.Duration;
import java.time.Instant;

/** A disk that is copied, as fast as the host can or the order allows. */
final class SimulatedMove {

    private final SimulatedHost host;
    private DiskMove order;
    private MoveState state = MoveState.COPYING;
    private String reason = "";
    private double done;
    private Instant seen;

    SimulatedMove(DiskMove order, SimulatedHost host) {
        this.order = order;
        this.host = host;
        seen = host.clock.instant();
    }

    DiskMove order() {
        return order;
    }

    boolean copies() {
        return state == MoveState.COPYING;
    }

    boolean isFinished() {
        return copies() && done >= host.diskBytes;
    }

    void advance(Instant now) {
        long rate = order.bytesPerSecond() == 0
                ? host.copyBytesPerSecond
                : Math.min(order.bytesPerSecond(), host.copyBytesPerSecond);
        if (copies()) {
            done = Math.min(host.diskBytes, done + rate * (Duration.between(seen, now).toNanos() / 1e9));
        }
        seen = now;
    }

    void limit(long bytesPerSecond) {
        order = new DiskMove(order.disk(), order.to(), bytesPerSecond);
    }

    void end(MoveState how, String why) {
        state = how;
        reason = why;
    }

    MoveProgress progress() {
        return copies()
                ? new MoveProgress(order, state, reason, (long) done, host.diskBytes)
                : new MoveProgress(order, state, reason, 0, 0);
    }
}
