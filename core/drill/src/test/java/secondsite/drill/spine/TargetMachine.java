package secondsite.drill.spine;

import java.io.IOException;
import java.nio.ByteBuffer;
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

    private final Ledger ledger;
    private final Plan plan;
    private ReplicaStore store;

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
        store = opened;
        attempt("audit", () -> audits(run));
    }

    @Override
    protected void ended(boolean powerLost) {
        store = null;
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
        while (!run.ended()) {
            run.sleep(random.nextLong(4_000_000_000L));
            var all = new java.util.ArrayList<GuestDisk>();
            ledger.disks().forEach(all::add);
            GuestDisk disk = all.get(random.nextInt(all.size()));
            build.tend(replica(disk));
            audit(disk, 1);
        }
    }

    /** Opens some points of a disk and holds them against what the disk was then. */
    void audit(GuestDisk disk, int points) throws IOException {
        new Audit(disk, replica(disk), random, world.trace()).points(points);
    }
}
