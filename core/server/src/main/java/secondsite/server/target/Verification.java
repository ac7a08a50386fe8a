package secondsite.server.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.tool.JournalVerifier;
import secondsite.engine.segment.DamagedException;
import secondsite.server.target.Finding.Severity;

/** Reads every byte of a replica and finds what is not as it was written. Changes nothing. For one thread. */
final class Verification {

    private static final int READ_BYTES = 1 << 20;

    private final BaseImage base;
    private final Findings findings;

    Verification(BaseImage base, Findings findings) {
        this.base = base;
        this.findings = findings;
    }

    /** @return whether it went to the end; it ends before when the progress says so */
    boolean base(VerifyProgress progress) throws IOException {
        long size = base.leaves().diskSize();
        var buffer = ByteBuffer.allocate(READ_BYTES);
        for (long at = 0; at < size; at += READ_BYTES) {
            if (!progress.goOn(at, size)) {
                return false;
            }
            read(buffer.clear().limit((int) Math.min(READ_BYTES, size - at)), at);
        }
        return progress.goOn(size, size);
    }

    /** @param durable a sequence that was durable */
    void journal(Folder folder, long durable) throws IOException {
        for (var found : new JournalVerifier(folder, OptionalLong.of(durable)).findings()) {
            boolean damage = found.severity() == secondsite.engine.journal.tool.Finding.Severity.DAMAGE;
            findings.add(
                    new Finding(damage ? Severity.ERROR : Severity.WARNING, found.file() + " at " + found.position(),
                            found.toString(), found.fix()));
        }
    }

    private void read(ByteBuffer into, long offset) throws IOException {
        try {
            base.read(into.duplicate(), offset);
        } catch (DamagedException e) {
            leafByLeaf(offset, offset + into.remaining());
        }
    }

    private void leafByLeaf(long from, long to) throws IOException {
        for (long at = from; at < to; at += Leaves.BYTES) {
            try {
                base.read(ByteBuffer.allocate(base.leaves().length(Leaves.of(at))), at);
            } catch (DamagedException e) {
                findings.add(e);
            }
        }
    }
}
