package secondsite.server.configuration.rest;

import java.util.HashMap;
import java.util.Map;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.server.web.ProblemException;

/** How many streams are open: each holds a connection for as long as it likes. Safe for use by several threads. */
final class StreamPlaces {

    static final int OF_ONE = 16;
    private static final int OF_ALL = 256;
    private static final int RETRY_SECONDS = 10;

    private final Map<String, Integer> open = new HashMap<>();
    private int all;

    /** An open stream. */
    interface Place extends AutoCloseable {

        @Override
        void close();
    }

    /** @throws ProblemException when somebody, or all together, have too many */
    synchronized Place enter(String who) {
        int own = open.getOrDefault(who, 0);
        if (own >= OF_ONE || all >= OF_ALL) {
            throw new ProblemException(Problem.of(ProblemCode.BUSY, own >= OF_ONE
                    ? who + " has " + own + " streams of events open already; close some"
                    : all + " streams of events are open already").retryAfter(RETRY_SECONDS));
        }
        open.put(who, own + 1);
        all++;
        return () -> leave(who);
    }

    private synchronized void leave(String who) {
        open.computeIfPresent(who, (_, count) -> count == 1 ? null : count - 1);
        all--;
    }
}
