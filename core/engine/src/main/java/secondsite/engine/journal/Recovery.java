package secondsite.engine.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.SegmentFooter;
import secondsite.engine.segment.SegmentHeader;
import secondsite.engine.segment.SegmentWriter;

/**
 * Finds out, when a journal is opened, which segments there are and where its whole batches end. Has repairs take away what a crash left
 * over: files that were not finished, segments that a compacted one replaces, a torn tail. Whatever was durable and is not whole any
 * more is refused.
 *
 * <p>Every segment that is not sealed is scanned. Where one breaks off, the break is a torn tail only if nothing tells that it was
 * durable: no later frame of the file, no later segment.
 */
final class Recovery {

    private final Folder folder;
    private final JournalIdentity identity;
    private final Repairs repairs;
    private final List<Segment> whole = new ArrayList<>();
    private SegmentName neverBegun;

    Recovery(Folder folder, JournalIdentity identity, Repairs repairs) {
        this.folder = folder;
        this.identity = identity;
        this.repairs = repairs;
    }

    /** The segments, in order; those that still grow are written again where they may not have been durable. */
    List<Segment> run() throws IOException {
        deleteUnfinished();
        List<SegmentName> names = SegmentNames.of(folder);
        for (int i = 0; i < names.size(); i++) {
            if (take(names.get(i), names.subList(i + 1, names.size()))) {
                break;
            }
        }
        repairs.force();
        return whole;
    }

    /** The name of a last segment whose header was not whole, deleted; null when there was none. */
    SegmentName neverBegun() {
        return neverBegun;
    }

    private void deleteUnfinished() throws IOException {
        for (String name : folder.names()) {
            if (name.endsWith(SegmentName.UNFINISHED) || name.endsWith(SpareFiles.SUFFIX)) {
                repairs.delete(name);
            }
        }
    }

    /** Takes one segment in; true when it is the last because what follows was cut off with its tail. */
    private boolean take(SegmentName name, List<SegmentName> later) throws IOException {
        if (coveredByCompacted(name)) {
            delete(name);
            return false;
        }
        StoredFile file = repairs.open(name.file());
        boolean keep = false;
        try {
            SegmentHeader header = header(file, name, later);
            if (header == null) {
                neverBegun = name;
                delete(name);
                return true;
            }
            if (takeSealed(file, header)) {
                return false;
            }
            keep = true;
            return takeUnsealed(file, header, name, later);
        } finally {
            if (!keep) {
                file.close();
            }
        }
    }

    private boolean coveredByCompacted(SegmentName name) {
        return !whole.isEmpty() && whole.getLast().header().compacted()
                && name.firstSequence() <= whole.getLast().lastSequence();
    }

    private void delete(SegmentName name) throws IOException {
        repairs.delete(name.file());
    }

    /** The header of a segment; null when the file was never begun for good. */
    private SegmentHeader header(StoredFile file, SegmentName name, List<SegmentName> later) throws IOException {
        SegmentHeader header;
        try {
            header = SegmentHeader.read(file);
        } catch (DamagedException e) {
            if (later.isEmpty() && file.size() <= SegmentHeader.BYTES) {
                return null;
            }
            throw e;
        }
        checkBelongs(file, name, header);
        return header;
    }

    private void checkBelongs(StoredFile file, SegmentName name, SegmentHeader header) throws DamagedException {
        if (!header.disk().equals(identity.disk()) || header.diskSize() > identity.diskSize()) {
            throw new DamagedException(file.place(), 0, "it belongs to disk " + header.disk() + " of "
                    + header.diskSize() + " bytes, not to " + identity.disk() + " of " + identity.diskSize());
        }
        if (header.firstSequence() != name.firstSequence() || header.epoch() != name.epoch()) {
            throw new DamagedException(file.place(), 0, "it was named " + new SegmentName(header.firstSequence(),
                    header.epoch()).file() + " when it was written");
        }
        if (!whole.isEmpty()) {
            checkFollows(file, header, whole.getLast());
        }
    }

    private static void checkFollows(StoredFile file, SegmentHeader header, Segment before) throws DamagedException {
        if (header.firstSequence() != before.lastSequence() + 1) {
            throw new DamagedException(file.place(), 0, "it does not follow sequence " + before.lastSequence() + " of "
                    + before.name() + ": segments are missing, or older than they were");
        }
        if (!Arrays.equals(header.digestBefore(), before.chainDigest())) {
            throw new DamagedException(file.place(), 0, "it names another segment as the one before than "
                    + before.name() + ": one of them was exchanged");
        }
    }

    /** Takes in a segment that has a footer, which is written only when all before it is durable; false when there is none. */
    private boolean takeSealed(StoredFile file, SegmentHeader header) throws IOException {
        SegmentFooter footer = footer(file, header);
        if (footer != null) {
            whole.add(Segment.sealed(folder, header, footer));
        }
        return footer != null;
    }

    private static SegmentFooter footer(StoredFile file, SegmentHeader header) throws IOException {
        try {
            return SegmentFooter.read(file, header);
        } catch (DamagedException notSealed) {
            return null;
        }
    }

    private boolean takeUnsealed(StoredFile file, SegmentHeader header, SegmentName name, List<SegmentName> later)
            throws IOException {
        SegmentScan scan = SegmentScan.of(file, header);
        SegmentWriter writer = scan.writer();
        boolean goesOn = !later.isEmpty() && later.getFirst().firstSequence() == writer.lastSequence() + 1;
        if (writer.empty() && goesOn) {
            file.close();
            delete(name);
            return false;
        }
        boolean cutLater = !later.isEmpty() && !goesOn;
        if (scan.brokenWhereItWasDurable() || cutLater && laterTells(later, writer.lastSequence())) {
            file.close();
            throw scan.torn() ? scan.broken() : missing(file, writer);
        }
        for (SegmentName lost : cutLater ? later.reversed() : List.<SegmentName>of()) {
            delete(lost);
        }
        repairs.settle(scan);
        whole.add(Segment.growing(folder, writer));
        return cutLater;
    }

    private static DamagedException missing(StoredFile file, SegmentWriter writer) {
        return new DamagedException(file.place(), writer.end(),
                "records after sequence " + writer.lastSequence() + " are missing");
    }

    /** Whether a later segment tells that sequences after this one were durable. */
    private boolean laterTells(List<SegmentName> later, long lastSequence) throws IOException {
        for (SegmentName name : later) {
            try (StoredFile file = folder.openReadOnly(name.file())) {
                if (tells(file, lastSequence)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean tells(StoredFile file, long lastSequence) throws IOException {
        try {
            SegmentHeader header = SegmentHeader.read(file);
            return header.durableThrough() > lastSequence || footer(file, header) != null
                    || SegmentScan.of(file, header).everDurable();
        } catch (DamagedException e) {
            return file.size() > SegmentHeader.BYTES;
        }
    }
}
