package secondsite.server.process;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.site.ProcessServerAssignment;
import secondsite.api.site.ProcessServerAssignment.Pair;
import secondsite.api.transfer.GatewayStatus;
import secondsite.engine.segment.DamagedException;
import secondsite.server.process.Assigned.Leaving;
import secondsite.server.reporting.KeptRecord;
import secondsite.server.web.ProblemException;

/**
 * The pairs that come through here: those of the configuration's file, which stay, and those that are assigned, which come, change and
 * go while others are received. A pair that goes takes nothing more from its agent; what its cache holds is still shipped, and only then
 * is the cache deleted. Safe for use by several threads.
 */
final class GatewayPairs implements Closeable {

    /** What a target has not taken after so long, of a pair that has gone, is given up. */
    static final Duration LEAVING_LIMIT = Duration.ofDays(7);

    private static final int RETRY_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(GatewayPairs.class);

    private final Map<UUID, Pair> configured;
    private final Caches caches;
    private final Targets targets;
    private final KeptRecord<Assigned> kept;
    private final InstantSource clock;
    private final ReentrantLock changing = new ReentrantLock();
    private final Map<UUID, OpenPair> open = new ConcurrentHashMap<>();
    private final Map<UUID, OpenPair> leaving = new ConcurrentHashMap<>();
    private Assigned assigned = Assigned.NOTHING;
    /** Wanted, but with another size than what leaves. */
    private Set<UUID> waiting = Set.of();
    private volatile Optional<String> applied = Optional.empty();

    GatewayPairs(List<Pair> configured, Caches caches, Targets targets, KeptRecord<Assigned> kept,
            InstantSource clock) {
        this.configured = configured.stream().collect(Collectors.toUnmodifiableMap(Pair::disk, Function.identity()));
        this.caches = caches;
        this.targets = targets;
        this.kept = kept;
        this.clock = clock;
    }

    /** Goes on with what was assigned last. */
    void start() throws IOException {
        changing.lock();
        try {
            assigned = read();
            carryOut();
        } finally {
            changing.unlock();
        }
    }

    private Assigned read() throws IOException {
        try {
            return kept.read().orElse(Assigned.NOTHING);
        } catch (DamagedException e) {
            LOG.error("what was assigned is not known: {}. Caches stay as they are until it is assigned anew",
                    e.getMessage());
            return Assigned.NOTHING;
        }
    }

    /** Does from now on what is assigned. Durable on return; after an error it may be done in parts, and is to be assigned again. */
    void assign(ProcessServerAssignment next) throws IOException {
        AssignmentCheck.check(next);
        changing.lock();
        try {
            Assigned after = assigned.then(next, clock.instant());
            kept.write(after);
            assigned = after;
            applied = Optional.empty();
            carryOut();
            LOG.info("assigned: {} pairs, {} leaving", next.pairs().size(), after.leaving().size());
        } finally {
            changing.unlock();
        }
    }

    private void carryOut() throws IOException {
        Map<UUID, Pair> wanted = new LinkedHashMap<>(configured);
        assigned.assignment().pairs().forEach(pair -> wanted.putIfAbsent(pair.disk(), pair));
        Map<UUID, Pair> goes = new TreeMap<>();
        assigned.leaving().stream().map(Leaving::pair).filter(pair -> !configured.containsKey(pair.disk()))
                .forEach(pair -> goes.put(pair.disk(), pair));
        waiting = goes.keySet().stream().filter(wanted::containsKey).collect(Collectors.toUnmodifiableSet());
        letGo(goes);
        closeOthers(wanted, goes);
        openMissing(wanted, goes);
        targets.keepOnly(Stream.of(open, leaving).flatMap(pairs -> pairs.values().stream())
                .map(pair -> pair.pair().target()).collect(Collectors.toSet()));
        applied = Optional.ofNullable(assigned.assignment().digest());
    }

    /** Pairs that go keep their open caches. */
    private void letGo(Map<UUID, Pair> goes) {
        goes.keySet().forEach(disk -> {
            OpenPair pair = open.remove(disk);
            if (pair != null) {
                leaving.put(disk, pair);
            }
        });
    }

    private void closeOthers(Map<UUID, Pair> wanted, Map<UUID, Pair> goes) {
        leaving.forEach((disk, pair) -> {
            if (!goes.containsKey(disk)) {
                pair.close();
                leaving.remove(disk);
            }
        });
        open.forEach((disk, pair) -> {
            Pair now = wanted.get(disk);
            if (now != null && pair.serves(now)) {
                open.put(disk, pair.as(now));
            } else {
                open.remove(disk);
                pair.close();
            }
        });
    }

    private void openMissing(Map<UUID, Pair> wanted, Map<UUID, Pair> goes) throws IOException {
        var made = new ArrayList<OpenPair>();
        for (Pair pair : goes.values()) {
            if (!leaving.containsKey(pair.disk())) {
                made.add(caches.of(pair, targets.at(pair.target())));
            }
        }
        for (Pair pair : wanted.values()) {
            if (!open.containsKey(pair.disk()) && !goes.containsKey(pair.disk())) {
                made.add(caches.of(pair, targets.at(pair.target())));
            }
        }
        caches.force();
        made.forEach(pair -> {
            pair.disk().resume();
            (goes.containsKey(pair.pair().disk()) ? leaving : open).put(pair.pair().disk(), pair);
        });
    }

    /** Deletes the caches of pairs that have gone, once their targets have all of them; to be called from time to time. */
    void look() throws IOException {
        changing.lock();
        try {
            var gone = new HashSet<UUID>();
            for (Leaving each : assigned.leaving()) {
                OpenPair pair = leaving.get(each.pair().disk());
                if (pair != null && hasGone(pair, each)) {
                    gone.add(each.pair().disk());
                }
            }
            if (!gone.isEmpty()) {
                forget(gone);
            }
        } finally {
            changing.unlock();
        }
    }

    private boolean hasGone(OpenPair pair, Leaving since) {
        UUID disk = pair.pair().disk();
        try {
            boolean late = since.since().plus(LEAVING_LIMIT).isBefore(clock.instant());
            if (!pair.disk().closeIfDrained() && !late) {
                return false;
            }
            if (late) {
                LOG.error("disk {}: it has left since {}; what {} has not taken of it is given up, {} records", disk,
                        since.since(), pair.pair().target(), pair.disk().recordsLeft());
            }
            pair.close();
            caches.delete(disk);
            return true;
        } catch (IOException | ProblemException e) {
            LOG.warn("disk {}: what is left of its cache: {}", disk, e.getMessage());
            return false;
        }
    }

    private void forget(Set<UUID> gone) throws IOException {
        LOG.info("nothing is left here of {} disks that have gone: {}", gone.size(), gone);
        Assigned after = assigned.without(gone);
        kept.write(after);
        assigned = after;
        leaving.keySet().removeAll(gone);
        carryOut();
    }

    /** @throws ProblemException when the disk does not come through here, or not now */
    OpenPair of(UUID disk) {
        OpenPair pair = open.get(disk);
        return pair != null ? pair : locked(() -> Optional.ofNullable(open.get(disk)).orElseThrow(() -> missing(disk)));
    }

    private ProblemException missing(UUID disk) {
        return waiting.contains(disk)
                ? new ProblemException(Problem.of(ProblemCode.BUSY, "disk " + disk
                        + " has another size now; what was received of it before goes to its target first")
                        .retryAfter(RETRY_SECONDS))
                : new ProblemException(ProblemCode.UNKNOWN_DISK, "disk " + disk
                        + " does not come through here; assign it, or add it to the process server's disks");
    }

    private <T> T locked(Supplier<T> work) {
        changing.lock();
        try {
            return work.get();
        } finally {
            changing.unlock();
        }
    }

    /** The digest of the assignment that is carried out; empty when there is none, or not all of it could be. */
    Optional<String> applied() {
        return applied;
    }

    /** The schedule that was assigned; empty when nothing was. */
    Optional<BandwidthSchedule> bandwidth() {
        return locked(() -> assigned == Assigned.NOTHING
                ? Optional.empty()
                : Optional.of(assigned.assignment().bandwidth()));
    }

    /** How all do, those that leave too. */
    List<GatewayStatus> statuses() {
        return Stream.of(open, leaving).flatMap(pairs -> pairs.values().stream()).map(OpenPair::status).toList();
    }

    @Override
    public void close() {
        changing.lock();
        try {
            Stream.of(open, leaving).flatMap(pairs -> pairs.values().stream()).forEach(OpenPair::close);
            targets.close();
        } finally {
            changing.unlock();
        }
    }
}
