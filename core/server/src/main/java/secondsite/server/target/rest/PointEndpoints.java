package secondsite.server.target.rest;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongFunction;
import secondsite.api.ProblemCode;
import secondsite.api.point.Deletion;
import secondsite.api.point.Export;
import secondsite.api.point.ExportRequest;
import secondsite.api.point.ExtractionRequest;
import secondsite.api.point.Moments;
import secondsite.api.point.PointLookup;
import secondsite.api.point.PointQuery;
import secondsite.api.point.Points;
import secondsite.api.point.ReplicaSummary;
import secondsite.api.transfer.Transfer;
import secondsite.server.target.NotRecoverableException;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaStatus;
import secondsite.server.target.ReplicaStore;
import secondsite.server.target.SequenceRange;
import secondsite.server.target.keeping.Deletions;
import secondsite.server.target.past.PastDisk;
import secondsite.server.target.past.PastExports;
import secondsite.server.target.past.RunningExport;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** What administrators and the configuration server ask: which disks are kept, what they can be brought back to, and to make use of it. */
final class PointEndpoints {

    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(30);
    /** To tell the time of a range its records are read. */
    private static final int MOST_MOMENTS = 1000;

    private final ReplicaStore store;
    private final PastExports exports;
    private final Extractions extractions;
    private final Deletions deletions;

    PointEndpoints(ReplicaStore store, PastExports exports, Extractions extractions, Deletions deletions) {
        this.store = store;
        this.deletions = deletions;
        this.exports = exports;
        this.extractions = extractions;
    }

    Routes addTo(Routes routes) {
        String disk = Transfer.DISKS + "/{disk}";
        return routes.get(Transfer.DISKS, this::replicas).get(disk + "/points", this::points)
                .post(disk + "/points/lookup", this::lookup).get(disk + "/moments", this::moments)
                .post(disk + "/exports", this::export).get(Points.EXPORTS, this::exports)
                .delete(Points.EXPORTS + "/{id}", this::closeExport)
                .post(disk + "/extractions", this::extract).get(Points.EXTRACTIONS + "/{id}", this::extraction)
                .delete(Points.EXTRACTIONS + "/{id}", this::cancelExtraction);
    }

    private void replicas(Exchange exchange) throws IOException {
        Callers.keepers(exchange);
        var all = new ArrayList<ReplicaSummary>();
        for (Replica replica : store.replicas()) {
            all.add(summary(replica));
        }
        exchange.answer(all);
    }

    private static ReplicaSummary summary(Replica replica) throws IOException {
        var identity = replica.identity();
        ReplicaStatus status = replica.status();
        String problem = replica.findings().isEmpty() ? null : replica.findings().getFirst().what();
        return new ReplicaSummary(identity.disk(), identity.machine(), identity.name(), identity.size(),
                word(status.state()), boxed(status.oldest()), boxed(status.newest()), status.durableSequence(),
                status.durableMicros() == 0 ? null : Instant.EPOCH.plus(status.durableMicros(), ChronoUnit.MICROS),
                status.journalBytes(), status.copiedChunks(), status.chunks(), problem);
    }

    private static Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void points(Exchange exchange) throws IOException {
        Replica replica = replica(exchange);
        exchange.answer(named(replica).list(query(exchange)));
    }

    private NamedPoints named(Replica replica) {
        List<Deletion> pending = deletions.pending(replica.identity().disk());
        LongFunction<UUID> deletion = sequence -> pending.stream()
                .filter(each -> Deletions.covers(each, sequence)).map(Deletion::id).findFirst().orElse(null);
        return new NamedPoints(replica, deletion);
    }

    private void lookup(Exchange exchange) throws IOException {
        Replica replica = replica(exchange);
        List<UUID> ids = exchange.json(PointLookup.class).ids();
        if (ids.size() > PointLookup.MOST) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'ids': at most " + PointLookup.MOST);
        }
        exchange.answer(named(replica).of(Set.copyOf(ids)));
    }

    private void moments(Exchange exchange) throws IOException {
        Replica replica = replica(exchange);
        List<SequenceRange> all = replica.recoverableRanges();
        // The newest one counts even alone: a disk may have written nothing for longer than every record is kept, or ever.
        List<SequenceRange> ranges = all.stream()
                .filter(range -> range.first() < range.last() || range.equals(all.getLast())).toList();
        var moments = new ArrayList<Moments>();
        for (SequenceRange range : ranges.subList(Math.max(0, ranges.size() - MOST_MOMENTS), ranges.size())) {
            Instant one = replica.timeOf(range.first());
            Instant other = replica.timeOf(range.last());
            // A clock that was put back tells the end before the beginning.
            moments.add(one.isAfter(other) ? new Moments(other, one) : new Moments(one, other));
        }
        exchange.answer(moments);
    }

    private static PointQuery query(Exchange exchange) {
        String order = exchange.query("order").orElse("oldest");
        if (!order.equals("oldest") && !order.equals("newest")) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "the parameter 'order' is oldest or newest");
        }
        long limit = exchange.optionalNumber("limit").orElse(PointQuery.MAX_LIMIT);
        if (limit < 1 || limit > PointQuery.MAX_LIMIT) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "the parameter 'limit' is 1 to " + PointQuery.MAX_LIMIT);
        }
        OptionalLong after = exchange.optionalNumber("after");
        return new PointQuery(time(exchange, "from", Instant.EPOCH),
                time(exchange, "to", Instant.MAX.minus(1, ChronoUnit.DAYS)), exchange.query("kind").orElse(null),
                order.equals("newest"), after.isPresent() ? after.getAsLong() : null, (int) limit);
    }

    private static Instant time(Exchange exchange, String name, Instant otherwise) {
        try {
            return exchange.query(name).map(Instant::parse).orElse(otherwise);
        } catch (DateTimeException e) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "the parameter '" + name + "' is no time like 2026-11-20T22:15:00Z");
        }
    }

    private void export(Exchange exchange) throws IOException {
        Replica replica = replica(exchange);
        ExportRequest request = exchange.json(ExportRequest.class);
        Duration lifetime = request.minutes() == null ? LIFETIME : Duration.ofMinutes(request.minutes());
        if (!lifetime.isPositive() || lifetime.compareTo(LONGEST) > 0) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'minutes' is 1 to " + LONGEST.toMinutes());
        }
        PastDisk past = past(replica, request.at());
        exchange.answer(told(exports.open(past, replica.identity().disk().toString(), true, lifetime)));
    }

    private static Export told(RunningExport running) {
        String socket = running.socket().toAbsolutePath().toString();
        return new Export(running.id(), UUID.fromString(running.label()), running.sequence(), socket,
                "nbd+unix:///?socket=" + socket, running.opened(), running.expires());
    }

    private void exports(Exchange exchange) throws IOException {
        Callers.keepers(exchange);
        exchange.answer(exports.running().stream().map(PointEndpoints::told).toList());
    }

    private void closeExport(Exchange exchange) throws IOException {
        Callers.keepers(exchange);
        String id = exchange.parameter("id");
        if (exports.running().stream().noneMatch(running -> running.id().equals(id))) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "there is no such export");
        }
        exports.close(id);
        exchange.answerNothing();
    }

    private void extract(Exchange exchange) throws IOException {
        Replica replica = replica(exchange);
        ExtractionRequest request = exchange.json(ExtractionRequest.class);
        PastDisk past = past(replica, request.at());
        exchange.answer(extractions.begin(replica.identity().disk(), past, request));
    }

    private void extraction(Exchange exchange) throws IOException {
        Callers.keepers(exchange);
        exchange.answer(extractions.find(exchange.uuid("id")).told());
    }

    private void cancelExtraction(Exchange exchange) {
        Callers.keepers(exchange);
        extractions.find(exchange.uuid("id")).cancel();
        exchange.answerNothing();
    }

    private Replica replica(Exchange exchange) throws IOException {
        Callers.keepers(exchange);
        return AskedReplica.of(exchange, store);
    }

    private static PastDisk past(Replica replica, String at) throws IOException {
        try {
            return replica.past(AskedReplica.sequence(replica, at));
        } catch (NotRecoverableException e) {
            throw new ProblemException(ProblemCode.NOT_RECOVERABLE, e.getMessage());
        }
    }
}
