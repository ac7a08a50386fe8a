package secondsite.server.target.export;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import secondsite.engine.disk.Disk;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.JournalSettings;
import secondsite.server.target.Replica;
import secondsite.server.target.SequenceRange;

/** The past of a replica, from its folder. */
public final class ReplicaPast implements PastSource {

    private final Replica replica;

    public ReplicaPast(Folder folder, InstantSource clock) throws IOException {
        this.replica = Replica.open(folder, JournalSettings.DEFAULTS, clock);
    }

    @Override
    public OptionalLong newest() throws IOException {
        List<SequenceRange> ranges = replica.recoverableRanges();
        return ranges.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ranges.getLast().last());
    }

    @Override
    public OptionalLong at(Instant time) throws IOException {
        return replica.sequenceAt(time);
    }

    @Override
    public Optional<String> whyNot(long sequence) throws IOException {
        return replica.whyNotRecoverable(sequence);
    }

    @Override
    public List<Point> points() throws IOException {
        return replica.points(Instant.EPOCH, Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS)).stream()
                .map(point -> new Point(point.sequence(), point.time(), point.kind().name(), point.label())).toList();
    }

    @Override
    public String extent() throws IOException {
        return replica.recoverableRanges().stream().map(range -> range.first() + " to " + range.last())
                .collect(Collectors.joining(", "));
    }

    @Override
    public Disk open(long sequence) throws IOException {
        return replica.past(sequence);
    }

    @Override
    public void close() throws IOException {
        replica.close();
    }
}
