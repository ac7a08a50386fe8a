package secondsite.agent.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import secondsite.engine.journal.JournalIdentity;

/**
 * What a capture remembers over its restarts.
 *
 * @param boot       the run of the machine in which this was written; another one at start-up means that power was lost or the machine
 *                   restarted
 * @param clean      the capture was closed in order: disk, spool and bitmap were durable
 * @param met        the receiver's records of this disk are known to come from this spool
 * @param copied     the first copy is over; since then the replica is whole
 * @param heardEpoch the highest epoch that this capture was opened in or fenced by
 * @param replayFrom everything before this record is durable on the disk; from here on the spool is replayed into it
 */
record CaptureRecord(JournalIdentity identity, UUID boot, boolean clean, boolean met, boolean copied,
        int heardEpoch, long replayFrom, Situation situation) {

    static final int LIMIT_BYTES = 64 + 20 + Situation.DETAIL_BYTES;

    private static final int MET = 1;
    private static final int COPIED = 2;

    ByteBuffer encode() {
        byte[] detail = situation.detail().getBytes(StandardCharsets.UTF_8);
        var into = ByteBuffer.allocate(LIMIT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        putId(into, identity.disk());
        into.putLong(identity.diskSize());
        putId(into, boot);
        into.put(flag(clean)).put((byte) ((met ? MET : 0) | (copied ? COPIED : 0))).put(flag(situation.wholeDisk()));
        into.put((byte) situation.state().code()).put((byte) situation.reason().code());
        into.putInt(heardEpoch).putLong(replayFrom)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, situation.since()));
        into.putShort((short) detail.length).put(detail);
        return into.flip();
    }

    /** @throws IllegalArgumentException when a field makes no sense */
    static CaptureRecord decode(ByteBuffer from) {
        var identity = new JournalIdentity(id(from), from.getLong());
        UUID boot = id(from);
        boolean clean = from.get() != 0;
        int known = from.get();
        boolean whole = from.get() != 0;
        CaptureState state = CaptureState.of(from.get());
        GapReason reason = GapReason.of(from.get());
        int heardEpoch = from.getInt();
        long replayFrom = from.getLong();
        Instant since = Instant.EPOCH.plus(from.getLong(), ChronoUnit.MICROS);
        byte[] detail = new byte[Math.min(from.getShort(), from.remaining())];
        from.get(detail);
        return new CaptureRecord(identity, boot, clean, (known & MET) != 0, (known & COPIED) != 0, heardEpoch,
                replayFrom,
                new Situation(state, reason, new String(detail, StandardCharsets.UTF_8), since, whole));
    }

    CaptureRecord with(Situation next) {
        return new CaptureRecord(identity, boot, clean, met, copied, heardEpoch, replayFrom, next);
    }

    CaptureRecord withReplayFrom(long sequence) {
        return new CaptureRecord(identity, boot, clean, met, copied, heardEpoch, sequence, situation);
    }

    CaptureRecord withMet() {
        return new CaptureRecord(identity, boot, clean, true, copied, heardEpoch, replayFrom, situation);
    }

    CaptureRecord openedIn(UUID run) {
        return new CaptureRecord(identity, run, false, met, copied, heardEpoch, replayFrom, situation);
    }

    CaptureRecord withCopied() {
        return new CaptureRecord(identity, boot, clean, met, true, heardEpoch, replayFrom, situation);
    }

    CaptureRecord withClean() {
        return new CaptureRecord(identity, boot, true, met, copied, heardEpoch, replayFrom, situation);
    }

    /** An epoch was heard of, and leads to this situation. */
    CaptureRecord heard(int epoch, Situation next) {
        return new CaptureRecord(identity, boot, clean, met, copied, Math.max(heardEpoch, epoch), replayFrom, next);
    }

    /** Protection begins in this epoch, with an empty spool and no replica. */
    CaptureRecord anew(int epoch, Situation next) {
        return new CaptureRecord(identity, boot, clean, false, false, epoch, 1, next);
    }

    /** Protection has ended: what was known of a replica means nothing any more. */
    CaptureRecord ended(Situation next) {
        return new CaptureRecord(identity, boot, clean, false, false, heardEpoch, replayFrom, next);
    }

    private static byte flag(boolean set) {
        return (byte) (set ? 1 : 0);
    }

    private static void putId(ByteBuffer into, UUID id) {
        into.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID id(ByteBuffer from) {
        return new UUID(from.getLong(), from.getLong());
    }
}
