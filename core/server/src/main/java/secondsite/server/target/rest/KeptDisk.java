package secondsite.server.target.rest;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import secondsite.api.ProblemCode;
import secondsite.engine.journal.Journal;
import secondsite.engine.segment.Batch;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Intake;
import secondsite.engine.ship.IntakeGate;
import secondsite.engine.ship.MonotonicTime;
import secondsite.engine.ship.Slice;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaStore;
import secondsite.server.web.FreeSpace;
import secondsite.server.web.ProblemException;

/** A replica that receives. Opened anew after a failure; requests that come meanwhile are asked to come again. */
final class KeptDisk {

    /** How long a slice that overtook its predecessor on another connection waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long COPY_FORCE_BYTES = 64L << 20;

    private final ReplicaStore store;
    private final Replica.NewReplica of;
    private final FreeSpace space;
    private final MonotonicTime time;
    private final Making making;
    private final AtomicLong copiedBytes = new AtomicLong();
    private volatile int leastEpoch = 1;
    private Replica replica;
    private IntakeGate gate;

    /** Looks after the making of replicas, so that one that is gone is not silently begun anew. */
    interface Making {

        /** @throws ProblemException when nobody may use it now; a short question, asked before each use */
        void checkUsable(UUID disk) throws IOException;

        /** @throws ProblemException when it may not be made */
        void check(UUID disk) throws IOException;

        void made(UUID disk) throws IOException;
    }

    /** @param reserveBytes space that is always left free where replicas lie */
    KeptDisk(ReplicaStore store, Replica.NewReplica of, long reserveBytes, MonotonicTime time, Making making) {
        this.store = store;
        this.of = of;
        this.space = new FreeSpace(store.place(), reserveBytes, store::freeBytes);
        this.time = time;
        this.making = making;
    }

    /** Records of an older epoch are refused from now on. */
    void leastEpoch(int epoch) {
        leastEpoch = epoch;
    }

    Answer take(Slice slice) throws IOException, InterruptedException {
        space.check(slice.bytes());
        return gate().take(slice);
    }

    secondsite.engine.ship.Position position() throws IOException {
        return gate().position();
    }

    /** Writes a batch of the initial copy into the base. */
    void copy(Batch batch) throws IOException {
        space.check(batch.rawLength());
        Replica to = replica();
        to.copy(batch);
        if (copiedBytes.addAndGet(batch.rawLength()) >= COPY_FORCE_BYTES) {
            copiedBytes.set(0);
            to.forceCopy();
        }
    }

    private synchronized IntakeGate gate() throws IOException {
        replica();
        return gate;
    }

    /** The replica; made when it is missing. */
    synchronized Replica replica() throws IOException {
        making.checkUsable(of.disk());
        if (replica == null) {
            making.check(of.disk());
            Replica made = store.create(of);
            making.made(of.disk());
            use(made);
        } else if (replica.failed()) {
            replica = null;
            use(store.reopen(of.disk())
                    .orElseThrow(() -> new ProblemException(ProblemCode.UNAVAILABLE, "the replica of disk "
                            + of.disk() + " cannot be opened: " + store.damaged().get(of.disk().toString()))));
        }
        return replica;
    }

    private void use(Replica opened) {
        replica = opened;
        Journal journal = opened.journal();
        gate = new IntakeGate(new Intake(journal, journal::durableSequence, () -> leastEpoch), PATIENCE, time);
    }
}
