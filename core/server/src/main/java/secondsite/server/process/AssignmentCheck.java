package secondsite.server.process;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.UUID;
import java.util.regex.Pattern;
import secondsite.api.site.ProcessServerAssignment;
import secondsite.api.site.ProcessServerAssignment.Pair;

/** Refuses assignments that make no sense, before anything is changed. */
final class AssignmentCheck {

    private static final int MOST_PAIRS = 100_000;
    private static final int DIGEST_LIMIT = 128;
    private static final long LEAST_BYTES = 512;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private AssignmentCheck() {}

    /** @throws IllegalArgumentException saying what is wrong with which pair */
    static void check(ProcessServerAssignment assignment) {
        String digest = assignment.digest();
        if (digest == null || digest.isBlank() || digest.length() > DIGEST_LIMIT) {
            throw wrong("its digest is '" + digest + "'");
        }
        if (assignment.pairs().size() > MOST_PAIRS) {
            throw wrong(assignment.pairs().size() + " pairs; at most " + MOST_PAIRS + " are possible");
        }
        var seen = new HashSet<UUID>();
        for (Pair pair : assignment.pairs()) {
            check(pair);
            if (!seen.add(pair.disk())) {
                throw wrong("disk " + pair.disk() + " stands in it twice");
            }
        }
        try {
            if (assignment.bandwidth().at(Instant.EPOCH) < 0) {
                throw wrong("a negative bandwidth");
            }
        } catch (DateTimeException e) {
            throw wrong("the zone of its bandwidth is '" + assignment.bandwidth().zone() + "'");
        }
    }

    private static void check(Pair pair) {
        if (pair.disk() == null) {
            throw wrong("a pair names no disk");
        }
        if (pair.agent() == null || !NAME.matcher(pair.agent()).matches()) {
            throw wrong("the agent of disk " + pair.disk() + " is '" + pair.agent() + "'");
        }
        if (pair.size() < LEAST_BYTES) {
            throw wrong("the size of disk " + pair.disk() + " is " + pair.size() + " bytes");
        }
        if (pair.target() == null || !"https".equals(pair.target().getScheme()) || pair.target().getHost() == null) {
            throw wrong("the target of disk " + pair.disk() + " is '" + pair.target()
                    + "'; an address like https://keeper:9443 is needed");
        }
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("the assignment cannot be carried out: " + what);
    }
}
