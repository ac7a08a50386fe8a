package secondsite.server.target.export;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.MarkEntry;
import secondsite.engine.journal.SegmentName;
import secondsite.engine.layer.ReadOnlyDisk;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.SegmentHeader;
import secondsite.server.target.past.PastDisk;

/** The past of a disk from a journal alone and the disk as it was before it; both stay as they are. */
public final class JournalPast implements PastSource {

    private final Journal journal;
    private final Disk base;

    /**
     * @param base the disk as it was before the journal's first record; closed with this
     * @throws IOException when there is no journal in the folder, it is damaged, or the base has another size
     */
    public JournalPast(Folder folder, StoredFile base, InstantSource clock) throws IOException {
        this.base = new ReadOnlyDisk(new FileDisk(base));
        JournalIdentity identity = identity(folder);
        if (base.size() != identity.diskSize()) {
            throw new IOException(
                    base.place() + " has " + base.size() + " bytes, the journal's disk " + identity.diskSize());
        }
        this.journal = Journal.openReadOnly(folder, identity, clock);
    }

    private static JournalIdentity identity(Folder folder) throws IOException {
        for (String name : folder.names()) {
            if (SegmentName.parse(name).isPresent()) {
                try (StoredFile segment = folder.openReadOnly(name)) {
                    SegmentHeader header = SegmentHeader.read(segment);
                    return new JournalIdentity(header.disk(), header.diskSize());
                }
            }
        }
        throw new IOException(folder.place() + " holds no journal");
    }

    @Override
    public OptionalLong newest() throws IOException {
        return recoverableAtOrBefore(journal.lastSequence());
    }

    @Override
    public OptionalLong at(Instant time) throws IOException {
        return recoverableAtOrBefore(journal.sequenceAt(ChronoUnit.MICROS.between(Instant.EPOCH, time)));
    }

    private OptionalLong recoverableAtOrBefore(long sequence) throws IOException {
        long found = journal.recoverableAt(sequence);
        for (MarkEntry begins : journal.marks().reversed()) {
            if (begins.kind() == MarkKind.RESYNC_BEGINS && begins.sequence() <= found && found < endOf(begins)) {
                found = journal.recoverableAt(begins.sequence() - 1);
            }
        }
        return found >= journal.firstSequence() - 1 ? OptionalLong.of(found) : OptionalLong.empty();
    }

    private long endOf(MarkEntry begins) throws IOException {
        return journal.marks().stream()
                .filter(mark -> mark.kind() == MarkKind.RESYNC_ENDED && mark.sequence() > begins.sequence())
                .mapToLong(MarkEntry::sequence).findFirst().orElse(Long.MAX_VALUE);
    }

    @Override
    public Optional<String> whyNot(long sequence) throws IOException {
        if (sequence < journal.firstSequence() - 1 || sequence > journal.lastSequence()) {
            return Optional
                    .of("the journal holds records " + journal.firstSequence() + " to " + journal.lastSequence());
        }
        OptionalLong near = recoverableAtOrBefore(sequence);
        return near.isPresent() && near.getAsLong() == sequence
                ? Optional.empty()
                : Optional.of("the past was thinned or resynchronized there; the one before is " + near);
    }

    @Override
    public List<Point> points() throws IOException {
        return journal.marks().stream().map(mark -> new Point(mark.sequence(),
                Instant.EPOCH.plus(mark.timeMicros(), ChronoUnit.MICROS), mark.kind().name(), mark.label())).toList();
    }

    @Override
    public String extent() {
        return (journal.firstSequence() - 1) + " to " + journal.lastSequence();
    }

    @Override
    public Disk open(long sequence) throws IOException {
        return new PastDisk(journal.view(sequence), base, () -> {
        });
    }

    @Override
    public void close() throws IOException {
        try (base) {
            journal.close();
        }
    }
}
