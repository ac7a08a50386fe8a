package secondsite.server.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;

/** How many requests of each peer are under way, so that none takes all there is. */
final class Crowd {

    private static final int LIMIT = 128;
    private static final int RETRY_SECONDS = 1;

    private final Map<Peer, Integer> inside = new ConcurrentHashMap<>();

    /** A request under way. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws ProblemException when too many requests of this peer are under way */
    Place enter(Peer peer) {
        if (inside.merge(peer, 1, Integer::sum) > LIMIT) {
            leave(peer);
            throw new ProblemException(
                    Problem.of(ProblemCode.BUSY, peer + " has " + LIMIT + " requests under way already")
                            .retryAfter(RETRY_SECONDS));
        }
        return () -> leave(peer);
    }

    private void leave(Peer peer) {
        inside.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
    }
}
