package secondsite.agent.capture;

import static secondsite.agent.capture.CaptureState.FENCED;
import static secondsite.agent.capture.CaptureState.LOGGING;
import static secondsite.agent.capture.CaptureState.RESYNCING;
import static secondsite.agent.capture.CaptureState.RESYNC_REQUIRED;
import static secondsite.agent.capture.CaptureState.UNPROTECTED;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The state machine of a capture: each method gives the situation that follows, or refuses what does not follow.
 *
 * <pre>
 * LOGGING         --gap: the spool cannot take a write, or lacks one--> RESYNC_REQUIRED
 * RESYNC_REQUIRED --gap: for a further reason--------------------------> RESYNC_REQUIRED
 * RESYNC_REQUIRED --resyncBegins: the spool takes records again--------> RESYNCING
 * RESYNCING       --resyncEnded: nothing is left to compare------------> LOGGING
 * RESYNCING       --gap------------------------------------------------> RESYNC_REQUIRED
 * any of these    --fenced: the disk was failed over-------------------> FENCED
 * FENCED          --doubted: the replica may lack something------------> FENCED, the whole disk
 * FENCED          --released: by a person, or a newer epoch------------> LOGGING, or RESYNC_REQUIRED if it was doubted
 * UNPROTECTED     --protectionBegins: with an empty spool--------------> LOGGING
 * any             --protectionEnds: the spool is given up--------------> UNPROTECTED
 * </pre>
 *
 * @param reason    why a comparison is required; {@link GapReason#NONE} while logging
 * @param detail    what a person needs to know besides; never longer than {@link #DETAIL_BYTES}
 * @param since     when the state was entered
 * @param wholeDisk everything counts as changed, whatever the bitmap says
 */
public record Situation(CaptureState state, GapReason reason, String detail, Instant since, boolean wholeDisk) {

    static final int DETAIL_BYTES = 1024;

    public Situation {
        detail = detail.length() > DETAIL_BYTES / 4 ? detail.substring(0, DETAIL_BYTES / 4) : detail;
        since = since.truncatedTo(ChronoUnit.MICROS);
    }

    static Situation begin(Instant now) {
        return new Situation(LOGGING, GapReason.NONE, "", now, false);
    }

    /** Of a disk that is only served. */
    static Situation unprotected(Instant now) {
        return new Situation(UNPROTECTED, GapReason.NONE, "", now, true);
    }

    Situation gap(GapReason why, String what, boolean whole, Instant now) {
        refuse(state == FENCED || state == UNPROTECTED, "a gap");
        boolean further = state == RESYNC_REQUIRED;
        return new Situation(RESYNC_REQUIRED, further ? reason : why, further ? detail : what, further ? since : now,
                wholeDisk || whole);
    }

    /** From here on the bitmap alone names what is to be compared. */
    Situation resyncBegins(Instant now) {
        refuse(state != RESYNC_REQUIRED, "the begin of a resync");
        return new Situation(RESYNCING, reason, detail, now, false);
    }

    Situation resyncEnded(Instant now) {
        refuse(state != RESYNCING, "the end of a resync");
        return begin(now);
    }

    /** @param doubtful whether the spool tells not all that the replica lacks */
    Situation fenced(int epoch, boolean doubtful, Instant now) {
        refuse(state == UNPROTECTED, "a fence");
        if (state == FENCED) {
            return doubtful ? doubted() : this;
        }
        return new Situation(FENCED, GapReason.FAILED_OVER, "epoch " + epoch + " is writable elsewhere", now, doubtful);
    }

    /** The replica lacks something that can only be found by a comparison. */
    Situation doubted() {
        refuse(state != FENCED, "a doubt");
        return new Situation(FENCED, reason, detail, since, true);
    }

    Situation released(Instant now) {
        refuse(state != FENCED, "a release");
        return wholeDisk ? new Situation(RESYNC_REQUIRED, reason, detail, now, true) : begin(now);
    }

    Situation protectionBegins(Instant now) {
        refuse(state != UNPROTECTED, "the begin of protection");
        return begin(now);
    }

    Situation protectionEnds(Instant now) {
        return state == UNPROTECTED ? this : unprotected(now);
    }

    private void refuse(boolean when, String what) {
        if (when) {
            throw new IllegalStateException(what + " does not follow " + state);
        }
    }
}
