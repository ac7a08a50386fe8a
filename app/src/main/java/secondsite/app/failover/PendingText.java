package secondsite.app.failover;

import java.time.Instant;
import secondsite.api.recovery.Failover;
import secondsite.app.wizard.Sentence;

/** Says how a failover is that is neither committed nor cancelled. */
final class PendingText {

    private PendingText() {}

    /** From which moment on it went on. */
    static String moment(FailoverSurroundings around, Failover failover) {
        return failover.pointTime() == null
                ? around.text("failover.pending.newest")
                : around.formats().fullTime(failover.pointTime());
    }

    static Sentence works(FailoverSurroundings around, Failover failover) {
        String label = around.text("failover.review.works");
        if (failover.works() == null) {
            return Sentence.plain(label, around.text("failover.pending.unknown"));
        }
        return failover.works()
                ? Sentence.good(label, around.text("failover.pending.works"))
                : Sentence.danger(label, around.text("failover.pending.fails"));
    }

    /** What the copy wrote, that goes when it goes. */
    static String written(FailoverSurroundings around, Situation situation, Failover failover) {
        Instant since = failover.up() == null ? failover.begun() : failover.up();
        return around.text("failover.pending.written", situation.keeper(), around.formats().fullTime(since),
                around.formats().ago(since));
    }
}
