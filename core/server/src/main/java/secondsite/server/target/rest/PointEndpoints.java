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
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.point.Export;
import secondsite.api.point.ExportRequest;
import secondsite.api.point.ExtractionRequest;
import secondsite.api.point.PointList;
import secondsite.api.point.Points;
import secondsite.api.point.ReplicaSummary;
import secondsite.api.transfer.Transfer;
import secondsite.server.target.NotRecoverableException;
import secondsite.server.target.Replica;
import secondsite.server.target.ReplicaStatus;
import secondsite.server.target.ReplicaStore;
import secondsite.server.target.SequenceRange;
import secondsite.server.target.export.Moment;
import secondsite.server.target.past.PastDisk;
import secondsite.server.target.past.PastExports;
import secondsite.server.target.past.RunningExport;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** What administrators ask: which disks are kept, what they can be brought back to, and to make use of it. */
final class PointEndpoints {

    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    private final ReplicaStore store;
    private final PastExports exports;
    private final Extractions extractions;

    PointEndpoints(ReplicaStore store, PastExports exports, Extractions extractions) {
        this.store = store;
        this.exports = exports;
        this.extractions = extractions;
    }

    Routes addTo(Routes routes) {
        String disk = Transfer.DISKS + "/{disk}";
        return routes.get(Transfer.DISKS, this::replicas).get(disk + "/points", this::points)
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
        List<PointList.Range> ranges = replica.recoverableRanges().stream()
                .map(range -> new PointList.Range(range.first(), range.last())).toList();
        exchange.answer(new PointList(ranges, replica.points(time(exchange, "from", Instant.EPOCH),
                time(exchange, "to", Instant.MAX.minus(1, ChronoUnit.DAYS))).stream()
                .map(point -> new PointList.Point(point.sequence(), point.time(), word(point.kind()), point.id(),
                        point.label()))
                .toList()));
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
        UUID disk = exchange.uuid("disk");
        return store.find(disk).orElseThrow(
                () -> new ProblemException(ProblemCode.UNKNOWN_DISK, "there is no replica of disk " + disk));
    }

    private static PastDisk past(Replica replica, String at) throws IOException {
        try {
            return replica.past(sequence(replica, Moment.parse(String.valueOf(at))));
        } catch (NotRecoverableException e) {
            throw new ProblemException(ProblemCode.NOT_RECOVERABLE, e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, e.getMessage());
        }
    }

    private static long sequence(Replica replica, Moment moment) throws IOException {
        return moment.in(new Recoverable(replica)).orElseThrow(
                () -> new NotRecoverableException(
                        "nothing of disk " + replica.identity().disk() + " is recoverable at that time"));
    }

    private record Recoverable(Replica replica) implements Moment.Past {
        @Override
        public OptionalLong newest() throws IOException {
            List<SequenceRange> ranges = replica.recoverableRanges();
            return ranges.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ranges.getLast().last());
        }

        @Override
        public OptionalLong at(Instant time) throws IOException {
            return replica.sequenceAt(time);
        }
    }
}
