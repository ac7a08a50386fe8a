package secondsite.server.configuration.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.server.web.ProblemException;

/**
 * Slows down those who guess: after a few failures an address has to wait, twice as long after each further one, and all addresses
 * together have to when there are many. Safe for use by several threads.
 */
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final int FREE = 5;
    private static final int FREE_FOR_ALL = 100;
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration FORGOTTEN = Duration.ofHours(2);
    private static final int MOST_ADDRESSES = 10_000;
    private static final String ALL = "";

    private record Failures(int count, Instant last) {

        Duration pause(int free) {
            int over = count - free;
            return over < 0 ? Duration.ZERO : over >= 10 ? LONGEST : FIRST.multipliedBy(1L << over);
        }
    }

    private final InstantSource clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    Attempts(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws ProblemException when this address still has to wait, with how long */
    void refuseWhoGuesses(String address) {
        Duration pause = pause(address);
        if (!pause.isZero()) {
            int seconds = (int) pause.toSeconds() + 1;
            throw new ProblemException(Problem.of(ProblemCode.BUSY,
                    "too many wrong passphrases, tokens or passwords; try again in " + seconds + " s")
                    .retryAfter(seconds));
        }
    }

    private synchronized Duration pause(String address) {
        Duration own = left(address, FREE);
        Duration all = left(ALL, FREE_FOR_ALL);
        return own.compareTo(all) > 0 ? own : all;
    }

    private Duration left(String address, int free) {
        Failures before = failures.get(address);
        if (before == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), before.last().plus(before.pause(free)));
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized void failed(String address) {
        count(address);
        LOG.warn("{}: a wrong passphrase, token or password, for the {}th time", address,
                failures.get(address).count());
        count(ALL);
    }

    private void count(String address) {
        Instant now = clock.instant();
        Failures before = failures.remove(address);
        boolean lately = before != null && Duration.between(before.last(), now).compareTo(FORGOTTEN) < 0;
        failures.put(address, new Failures(lately ? before.count() + 1 : 1, now));
    }

    synchronized void succeeded(String address) {
        failures.remove(address);
    }
}
