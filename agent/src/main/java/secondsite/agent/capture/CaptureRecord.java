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
 * @param copy       how far the first copy is, as far as this spool was told
 * @param heardEpoch the highest epoch that this capture was opened in or fenced by; only a higher one ends a fence
 * @param replayFrom everything before this record is durable on the disk; from here on the spool is replayed into it
 */
record CaptureRecord(JournalIdentity identity, UUID boot, boolean clean, boolean met, CopyStage copy,
        int heardEpoch, long replayFrom, Situation situation) {

    static final int LIMIT_BYTES = 64 + 20 + Situation.DETAIL_BYTES;

    private static final int MET = 1;
    private static final int STAGE_SHIFT = 1;

    ByteBuffer encode() {
        byte[] detail = situation.detail().getBytes(StandardCharsets.UTF_8);
        var into = ByteBuffer.allocate(LIMIT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        putId(into, identity.disk());
        into.putLong(identity.diskSize());
        putId(into, boot);
        into.put(flag(clean)).put((byte) ((met ? MET : 0) | copy.code() << STAGE_SHIFT))
                .put(flag(situation.wholeDisk()));
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
        return new CaptureRecord(identity, boot, clean, (known & MET) != 0, CopyStage.of(known >> STAGE_SHIFT),
                heardEpoch,
                replayFrom,
                new Situation(state, reason, new String(detail, StandardCharsets.UTF_8), since, whole));
    }

    CaptureRecord with(Situation next) {
        return new CaptureRecord(identity, boot, clean, met, copy, heardEpoch, replayFrom, next);
    }

    CaptureRecord of(JournalIdentity larger) {
        return new CaptureRecord(larger, boot, clean, met, copy, heardEpoch, replayFrom, situation);
    }

    CaptureRecord withReplayFrom(long sequence) {
        return new CaptureRecord(identity, boot, clean, met, copy, heardEpoch, sequence, situation);
    }

    CaptureRecord withMet() {
        return new CaptureRecord(identity, boot, clean, true, copy, heardEpoch, replayFrom, situation);
    }

    CaptureRecord openedIn(UUID run) {
        return new CaptureRecord(identity, run, false, met, copy, heardEpoch, replayFrom, situation);
    }

    CaptureRecord with(CopyStage stage) {
        return new CaptureRecord(identity, boot, clean, met, stage, heardEpoch, replayFrom, situation);
    }

    CaptureRecord withClean() {
        return new CaptureRecord(identity, boot, true, met, copy, heardEpoch, replayFrom, situation);
    }

    /** An epoch was heard of, and leads to this situation. */
    CaptureRecord heard(int epoch, Situation next) {
        return new CaptureRecord(identity, boot, clean, met, copy, Math.max(heardEpoch, epoch), replayFrom, next);
    }

    /** The same when nothing is known any more of what the receiver has. */
    CaptureRecord unmet() {
        return new CaptureRecord(identity, boot, clean, false, copy, heardEpoch, replayFrom, situation);
    }

    /** Protection begins in this epoch, with an empty spool and no replica. */
    CaptureRecord anew(int epoch, Situation next) {
        return new CaptureRecord(identity, boot, clean, false, CopyStage.NONE, epoch, 1, next);
    }

    /** Protection has ended: what was known of a replica means nothing any more. */
    CaptureRecord ended(Situation next) {
        return new CaptureRecord(identity, boot, clean, false, CopyStage.NONE, heardEpoch, replayFrom, next);
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
