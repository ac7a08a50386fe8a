package secondsite.drill.spine;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import secondsite.drill.world.Run;
import secondsite.drill.world.WallClock;
import secondsite.engine.file.Folder;
import secondsite.server.target.ClockGuard;
import secondsite.server.target.Replica;
import secondsite.server.target.Retention;
import secondsite.server.target.RetentionPolicy;

/** One run's retention at a target. */
final class PastKeeping {

    private final RetentionPolicy policy;
    private final ClockGuard guard;
    private final InstantSource clock;
    private final Map<Replica, Retention> retentions = new HashMap<>();

    PastKeeping(Folder folder, RetentionPolicy policy, InstantSource clock, Run run) throws IOException {
        this.policy = policy;
        this.clock = clock;
        this.guard = new ClockGuard(folder, clock, () -> run.nanos() * WallClock.SPEED);
    }

    /** @return bytes given back */
    long keep(Replica replica) throws IOException {
        Retention retention = retentions.get(replica);
        if (retention == null) {
            retention = new Retention(replica, guard, clock);
            retentions.put(replica, retention);
        }
        return retention.run(policy).freed();
    }

    /** A person says that the clock is right. */
    void confirm() throws IOException {
        guard.confirm("drill");
    }

    /** How long everything is kept, in the time that programs wait by. */
    static long nanos(Duration ofTheClock) {
        return ofTheClock.toNanos() / WallClock.SPEED;
    }
}
