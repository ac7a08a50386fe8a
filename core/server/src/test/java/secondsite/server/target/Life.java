package secondsite.server.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.JournalSettings;

/**
 * A replica that lives several times, with a source that sends again what was not acknowledged, and the memory of what was: sequences, chunks,
 * pins, points given up.
 */
final class Life {

    static final JournalSettings SETTINGS = new JournalSettings(16 << 10);
    private static final int COPY_PIECES = 6;
    private static final int MOST_GROWTHS = 3;

    final SourceDisk source;
    private final RandomGenerator random;
    private final Set<Long> pinned = new TreeSet<>();
    private final Set<Long> destroyed = new TreeSet<>();
    private Replica replica;
    private long acknowledged;
    private boolean chunkAcknowledged;
    private long copyEndsAt = -1;
    private boolean finishAcknowledged;
    private long oldestAcknowledged;
    private long oldestAsked;
    private boolean created;
    private int growths;

    Life(int size, RandomGenerator random) {
        this.random = random;
        this.source = new SourceDisk(size, 0, random);
    }

    void open(Folder folder) throws IOException {
        if (created || !ReplicaFolder.unfinished(folder)) {
            created = true;
            replica = Replica.open(folder, SETTINGS, () -> Instant.EPOCH);
        } else {
            replica = Replica.create(folder, source.identity(), 5, SETTINGS, () -> Instant.EPOCH);
            created = true;
        }
        follow();
        sendAgain();
    }

    /** As the store does with a disk that its assignment says is larger. */
    private void follow() throws IOException {
        assertThat(replica.identity().size()).isLessThanOrEqualTo(source.size());
        if (replica.identity().size() < source.size()) {
            replica.grow(source.size());
        }
    }

    void close() throws IOException {
        if (replica != null) {
            Replica closing = replica;
            replica = null;
            closing.close();
            acknowledged = source.last();
        }
    }

    /** As the program does with a replica that failed: whether closing it fails, too, is of no interest. */
    void abandon() {
        if (replica != null) {
            Replica closing = replica;
            replica = null;
            try {
                closing.close();
            } catch (IOException failedAgain) {
                // It is opened anew, which tells.
            }
        }
    }

    Replica replica() {
        return replica;
    }

    /** Whatever an agent and a keeper would do next. */
    void step() throws IOException {
        if (!finishAcknowledged) {
            copy();
        }
        switch (random.nextInt(10)) {
            case 0, 1 -> force();
            case 2 -> giveUp();
            case 3 -> thin();
            case 4 -> pin();
            case 5 -> unpin();
            case 6 -> destroy();
            case 7 -> grow();
            default -> replica.journal().append(source.write(1 + random.nextInt(5)));
        }
    }

    /** All of the copy, and everything durable. */
    void complete() throws IOException {
        while (!finishAcknowledged) {
            copy();
        }
        force();
    }

    void force() throws IOException {
        replica.journal().force();
        acknowledged = source.last();
    }

    /** After a crash: what was acknowledged is there, and every point that can be opened is as it was. */
    void assertNothingAcknowledgedIsLost() throws IOException {
        assertThat(replica.findings()).isEmpty();
        assertThat(replica.journal().durableSequence()).isBetween(acknowledged, source.last());
        assertThat(replica.copyState().copied().get(0)).isIn(true, chunkAcknowledged);
        assertThat(replica.copyState().finished()).isIn(true, finishAcknowledged);
        assertThat(replica.pins().keySet()).containsAll(pinned);
        if (replica.copyState().finished()) {
            long oldest = replica.history().state().oldest();
            assertThat(oldest).isBetween(oldestAcknowledged, Math.max(copyEndsAt, oldestAsked));
            List<Long> recoverable = Pasts.recoverable(replica);
            assertThat(recoverable).containsAll(pinned).noneMatch(destroyed::contains);
            assertThat(recoverable.isEmpty()).isEqualTo(replica.journal().durableSequence() < oldest);
            Pasts.assertEquals(replica, source, recoverable);
        }
        acknowledged = replica.journal().durableSequence();
        pinned.addAll(replica.pins().keySet());
    }

    private void sendAgain() throws IOException {
        long last = replica.journal().lastSequence();
        for (var batch : new ArrayList<>(source.batches.tailMap(last, false).values())) {
            replica.journal().append(batch);
        }
    }

    private void copy() throws IOException {
        if (!replica.copyState().copied().get(0)) {
            int piece = source.size() / COPY_PIECES + 1;
            for (int at = 0; at < source.size(); at += piece) {
                replica.copy(source.copy(at, Math.min(source.size(), at + piece)));
                replica.journal().append(source.write(1));
            }
            copyEndsAt = source.last();
            chunkAcknowledged = replica.forceCopy().copied().get(0);
        }
        copyEndsAt = copyEndsAt < 0 ? source.last() : copyEndsAt;
        replica.finishCopy(copyEndsAt);
        finishAcknowledged = true;
        oldestAcknowledged = Math.max(oldestAcknowledged, copyEndsAt);
    }

    private void giveUp() throws IOException {
        long before = Math.max(0, source.last() - random.nextInt(30));
        oldestAsked = Math.max(oldestAsked, before);
        replica.history().giveUpBefore(before);
        oldestAcknowledged = replica.history().state().oldest();
    }

    private void thin() throws IOException {
        Set<Long> keepers = new TreeSet<>();
        for (int i = 0; i < 3; i++) {
            replica.history().recoverability().atOrBefore(source.last() - random.nextInt(40)).ifPresent(keepers::add);
        }
        replica.history().thin(keepers);
    }

    private void destroy() throws IOException {
        long first = Math.max(0, source.last() - random.nextInt(30));
        var range = new SequenceRange(first, first + random.nextInt(10));
        oldestAsked = Math.max(oldestAsked, source.last());
        if (replica.destroy(range).isEmpty() || replica.gone(range)) {
            LongStream.rangeClosed(range.first(), range.last()).forEach(destroyed::add);
            oldestAcknowledged = replica.history().state().oldest();
        }
    }

    /** To any size, whole leaves or not. */
    private void grow() throws IOException {
        if (finishAcknowledged && growths < MOST_GROWTHS) {
            growths++;
            source.grow(random.nextBoolean() ? 4096 : 1 + random.nextInt(9000));
            follow();
        }
    }

    private void pin() throws IOException {
        var at = replica.history().recoverability().atOrBefore(source.last() - random.nextInt(20));
        if (at.isPresent()) {
            replica.pin(at.getAsLong(), "kept", "anna");
            pinned.add(at.getAsLong());
        }
    }

    private void unpin() throws IOException {
        if (!pinned.isEmpty() && random.nextBoolean()) {
            long any = pinned.iterator().next();
            pinned.remove(any);
            replica.unpin(any);
        }
    }
}
