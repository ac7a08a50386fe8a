package secondsite.drill.spine;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import secondsite.drill.world.ProcessFolder;
import secondsite.drill.world.Run;
import secondsite.drill.world.World;
import secondsite.engine.file.Folder;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.Slice;
import secondsite.server.process.CacheFolder;
import secondsite.server.process.CacheOfDisk;
import secondsite.server.process.GatewayDisk;

/** A process server. */
final class GatewayMachine extends ServerMachine {

    private final Ledger ledger;
    private final Plan plan;
    private final TargetMachine target;
    private final Map<UUID, GatewayDisk> disks = new HashMap<>();

    GatewayMachine(String name, World world, Build build, Ledger ledger, Plan plan,
            TargetMachine target) {
        super(name, world, build);
        this.ledger = ledger;
        this.plan = plan;
        this.target = target;
    }

    TargetMachine target() {
        return target;
    }

    @Override
    protected void begin(Run run, ProcessFolder own) throws IOException {
        Folder folder = build.files(this, own);
        var surroundings = new CacheOfDisk.Surroundings(new Bandwidth(0), plan.shipping().unpacked(), clock, run,
                random);
        var limits = new GatewayDisk.CacheLimits(plan.cacheLimitBytes(), 0);
        for (GuestDisk disk : ledger.disks()) {
            var cache = new CacheFolder(folder.folder(disk.id().toString()), disk.identity(),
                    limits.journal(plan.cacheSegmentBytes()), clock);
            disks.put(disk.id(),
                    new GatewayDisk(cache, build.forwarded(Wire.receiver(world.network(), run, target, disk)),
                            surroundings, limits));
        }
        folder.force();
        disks.values().forEach(GatewayDisk::resume);
    }

    @Override
    protected void ended(boolean powerLost) {
        disks.clear();
    }

    GatewayDisk disk(GuestDisk disk) {
        return disks.get(disk.id());
    }

    @Override
    Wire.Endpoint endpoint(GuestDisk disk) {
        GatewayDisk gateway = disks.get(disk.id());
        return new Wire.Endpoint() {
            @Override
            public Answer take(Slice slice) throws IOException, InterruptedException {
                return told(disk, gateway.take(slice));
            }

            @Override
            public Answer position() throws IOException, InterruptedException {
                return told(disk, new Answer.Accepted(gateway.position()));
            }
        };
    }

    private Answer told(GuestDisk disk, Answer answer) {
        if (answer instanceof Answer.Accepted(Position position)) {
            ledger.tells(name, disk.id(), position);
        }
        return answer;
    }
}
