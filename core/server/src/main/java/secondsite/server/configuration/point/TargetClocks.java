package secondsite.server.configuration.point;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import secondsite.api.ProblemCode;
import secondsite.api.activity.Event;
import secondsite.api.client.TransferException;
import secondsite.api.point.ClockList;
import secondsite.api.point.KnownClock;
import secondsite.api.point.TargetClock;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.point.Deeds.Deed;
import secondsite.server.configuration.protection.MasterTargets;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** The clocks of master targets, by which points expire and deletions end. One that jumped is held until a person has looked at it. */
@Singleton
public final class TargetClocks {

    private final Inventory inventory;
    private final SideBySide side;
    private final MasterTargets targets;
    private final Deeds deeds;
    private final InstantSource clock;

    @Inject
    TargetClocks(Inventory inventory, SideBySide side, MasterTargets targets, Deeds deeds, InstantSource clock) {
        this.inventory = inventory;
        this.side = side;
        this.targets = targets;
        this.deeds = deeds;
        this.clock = clock;
    }

    public ClockList all() {
        var clocks = new ArrayList<KnownClock>();
        List<String> names = inventory.servers(Peer.Kind.MASTER_TARGET).stream().map(server -> server.key().name())
                .toList();
        side.ask(names, name -> name, (name, target) -> told(name, target.clock())).forEach((name, answer) -> {
            answer.value().ifPresent(clocks::add);
            answer.problem().ifPresent(
                    problem -> clocks.add(new KnownClock(name, null, null, null, null, problem)));
        });
        return new ClockList(clocks);
    }

    private KnownClock told(String name, TargetClock told) {
        return new KnownClock(name, told.time(), Duration.between(clock.instant(), told.time()).toMillis(),
                told.frozen(), told.since(), null);
    }

    /** A person says that the time is right: what is due expires again. */
    public KnownClock confirm(String name, String who) throws TransferException {
        if (inventory.server(Peer.Kind.MASTER_TARGET, name).isEmpty()) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "there is no such master target");
        }
        TargetClock before = targets.named(name).clock();
        var deed = new Deed(who, "clock confirmed", "clock.confirmed", Event.Severity.INFORMATION, name, name,
                "the time is right: " + before.time()
                        + (before.frozen() == null ? "" : "; before, " + before.frozen()));
        return deeds.done(deed, () -> told(name, targets.named(name).confirmClock(who)));
    }
}
