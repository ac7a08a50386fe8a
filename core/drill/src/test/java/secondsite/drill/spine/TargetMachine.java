package secondsite.drill.spine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import secondsite.agent.copy.CopyTarget;
import secondsite.agent.copy.SumsTarget;
import secondsite.drill.oracle.Broken;
import secondsite.drill.world.ProcessFolder;
import secondsite.drill.world.Run;
import secondsite.drill.world.World;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.Batch;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.Slice;
import secondsite.server.target.CopyState;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaStore;

/** A master target. */
final class TargetMachine extends ServerMachine {

    private static final long SECOND = 1_000_000_000L;

    private final Ledger ledger;
    private final Plan plan;
    private final Map<UUID, KeptPoints> kept = new HashMap<>();
    private ReplicaStore store;
    private PastKeeping keeping;

    TargetMachine(String name, World world, Build build, Ledger ledger, Plan plan) {
        super(name, world, build);
        this.ledger = ledger;
        this.plan = plan;
    }

    @Override
    protected void begin(Run run, ProcessFolder own) throws IOException {
        Folder folder = build.files(this, own);
        var settings = new JournalSettings(plan.journalSegmentBytes());
        ReplicaStore opened = ReplicaStore.open(folder.folder("replicas"), settings, clock, random::nextLong);
        folder.force();
        for (GuestDisk disk : ledger.disks()) {
            if (opened.damaged().containsKey(disk.id().toString())) {
                world.trace().add(name, "{}: {}", disk.name(), opened.damaged().get(disk.id().toString()).toString());
            }
            Replica replica = opened.create(new Replica.NewReplica(disk.id(), disk.identity().diskSize(), "machine",
                    disk.name(), 1, 1));
            long told = ledger.told(name, disk.id());
            if (replica.journal().durableSequence() < told) {
                throw new Broken(name + " told of record " + told + " of " + disk.name() + ", and has "
                        + replica.journal().durableSequence() + " after its start");
            }
        }
        keeping = new PastKeeping(folder.folder("replicas"), build.kept(plan.retention()), clock, run);
        store = opened;
        attempt("audit", () -> audits(run));
        if (plan.expires()) {
            attempt("keep", () -> keeps(run));
        }
    }

    private void keeps(Run run) throws IOException, InterruptedException {
        while (!run.ended()) {
            run.sleep(random.nextLong(4 * SECOND));
            for (GuestDisk disk : ledger.disks()) {
                keep(disk, run);
            }
        }
    }

    /** As the program does: what fails is tried again. */
    private void keep(GuestDisk disk, Run run) throws IOException {
        Replica replica = replica(disk);
        try {
            if (keeping.keep(replica) > 0) {
                world.trace().add(name, "gives up some of {}: {}", disk.name(), replica.recoverableRanges().toString());
            }
        } catch (IOException e) {
            run.checkAlive();
            world.trace().add(name, "retention of {} failed: {}", disk.name(), e.getMessage());
        }
        named(disk, replica);
    }

    /** What is not old does not go, as long as nobody sets the clock. */
    private void named(GuestDisk disk, Replica replica) throws IOException {
        if (!plan.has(Plan.Trouble.CLOCK)) {
            kept(disk).names(replica.recoverableRanges(),
                    world.time().nanos() - PastKeeping.nanos(plan.retention().continuous()));
        }
    }

    private KeptPoints kept(GuestDisk disk) {
        return kept.computeIfAbsent(disk.id(), _ -> new KeptPoints(disk.name()));
    }

    /** A person says that the time is right. */
    void confirmClock() {
        if (keeping != null) {
            attempt("confirm", keeping::confirm);
        }
    }

    @Override
    protected void ended(boolean powerLost) {
        store = null;
        keeping = null;
    }

    /** The replica of a disk; opened anew when it has failed. */
    Replica replica(GuestDisk disk) throws IOException {
        Replica replica = store.find(disk.id()).orElse(null);
        if (replica == null || replica.failed()) {
            world.trace().add(name, "{} is opened anew", disk.name());
            replica = store.reopen(disk.id()).orElseThrow(() -> new IOException("the replica of " + disk.name()
                    + " cannot be opened: " + store.damaged().get(disk.id().toString())));
        }
        return replica;
    }

    @Override
    Wire.Endpoint endpoint(GuestDisk disk) {
        return new Wire.Endpoint() {
            @Override
            public Answer take(Slice slice) throws IOException {
                return told(disk, build.take(replica(disk).journal(), slice));
            }

            @Override
            public Answer position() throws IOException {
                return told(disk, new Answer.Accepted(build.position(replica(disk).journal())));
            }
        };
    }

    private Answer told(GuestDisk disk, Answer answer) {
        if (answer instanceof Answer.Accepted(Position position)) {
            ledger.reaches(disk.id(), position.gatewaySequence());
            ledger.tells(name, disk.id(), position);
            kept(disk).told(position.targetSequence(), world.time().nanos());
        }
        return answer;
    }

    CopyTarget.State copyState(GuestDisk disk) throws IOException {
        return state(replica(disk).copyState());
    }

    private static CopyTarget.State state(CopyState state) {
        return new CopyTarget.State(state.chunkBytes(), state.copied(), state.finished());
    }

    CopyTarget.State copy(GuestDisk disk, byte[] body) throws IOException {
        Replica replica = replica(disk);
        for (var bytes = ByteBuffer.wrap(body); bytes.hasRemaining();) {
            replica.copy(Batch.take(bytes, "a copy"));
        }
        return state(replica.copyState());
    }

    CopyTarget.State forceCopy(GuestDisk disk) throws IOException {
        return state(replica(disk).forceCopy());
    }

    CopyTarget.State finishCopy(GuestDisk disk, long sequence) throws IOException {
        world.trace().add(name, "the copy of {} ends at {}", disk.name(), sequence);
        replica(disk).finishCopy(sequence);
        return copyState(disk);
    }

    SumsTarget.Sums sums(GuestDisk disk, long offset, long length, int blockBytes) throws IOException {
        Replica replica = replica(disk);
        long sequence = replica.journal().durableSequence();
        BlockSums sums = replica.checksums(offset, length, blockBytes, sequence, false);
        return new SumsTarget.Sums(sequence, sums);
    }

    private void audits(Run run) throws IOException, InterruptedException {
        var all = List.copyOf(ledger.disks());
        while (!run.ended()) {
            run.sleep(random.nextLong(4 * SECOND));
            GuestDisk disk = all.get(random.nextInt(all.size()));
            build.tend(replica(disk));
            audit(disk, run);
        }
    }

    /** Opens some point of a disk and holds it against what the disk was then, now and then after a while. */
    private void audit(GuestDisk disk, Run run) throws IOException, InterruptedException {
        var audit = new Audit(disk, replica(disk), random, world.trace());
        if (random.nextInt(4) == 0) {
            audit.open(run, random.nextLong(10 * SECOND));
        } else {
            audit.points(1);
        }
    }
}
