package secondsite.server.configuration.point;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import secondsite.server.configuration.store.Verifications.Outcome;

/**
 * Whether points of a disk are verified. One is, when the first comparison of disk and replica after it found both equal, and no
 * resynchronization began between the point and the comparison: whatever had been lost on the way until the point would have shown, and
 * nothing was repaired meanwhile. What was written over before the comparison is not proven by it, but by the checksums of the journal
 * alone. A point that no comparison came after is not verified yet.
 */
final class Proof {

    private final List<Outcome> comparisons;
    private final List<Long> resyncs;

    /**
     * @param comparisons of the disk, the oldest first
     * @param resyncs     sequences at which resynchronizations began
     */
    Proof(List<Outcome> comparisons, List<Long> resyncs) {
        this.comparisons = comparisons;
        this.resyncs = resyncs;
    }

    /** @param time of the point: a disk that is protected anew counts its sequences anew, and what was compared before says nothing of it */
    boolean covers(long sequence, Instant time) {
        Optional<Outcome> first = comparisons.stream()
                .filter(each -> each.sequence() >= sequence && !each.ended().isBefore(time)).findFirst();
        return first.filter(each -> each.different() == 0 && resyncs.stream()
                .noneMatch(began -> began > sequence && began <= each.sequence())).isPresent();
    }
}
