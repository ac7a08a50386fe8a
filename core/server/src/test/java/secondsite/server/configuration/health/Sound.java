package secondsite.server.configuration.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskVerification;
import secondsite.api.machine.DiskWork;
import secondsite.api.replication.ProtectionState;
import secondsite.api.site.MasterTargetReport.Kept;
import secondsite.api.site.ServerLoad;
import secondsite.api.transfer.GatewayStatus;
import secondsite.api.transfer.Position;

/** A machine of one disk, and a server, of which all is well; a test spoils one thing. */
final class Sound {

    static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    static final Duration DUE = Duration.ofSeconds(30);
    static final UUID DISK = UUID.fromString("11111111-1111-4111-8111-111111111111");

    ProtectionState state = ProtectionState.PROTECTED;
    boolean paused;
    Instant since = NOW.minus(Duration.ofDays(40));
    Optional<Duration> agentHeard = Optional.of(Duration.ofSeconds(10));
    Duration agentAhead = Duration.ZERO;
    Instant expected = NOW.minus(Duration.ofDays(1));
    String version = "1.2.0";
    Duration certificateWhole = Duration.ofDays(365);
    Duration certificateLeft = Duration.ofDays(200);
    OptionalLong written = OptionalLong.of(1 << 20);

    long size = 64L << 30;
    OptionalLong sizeNow = OptionalLong.of(64L << 30);
    boolean reported = true;
    DiskReport.State capture = DiskReport.State.LOGGING;
    String reason;
    long dirty;
    long spool;
    long lastSequence = 1000;
    long targetSequence = 1000;
    double lagSeconds;
    DiskWork work;
    Optional<Duration> verifiedAgo = Optional.of(Duration.ofDays(3));
    Optional<Duration> provedAgo = Optional.empty();
    long different;
    List<ReportedProblem> problems = new ArrayList<>();
    Optional<Instant> broken = Optional.empty();

    Optional<Instant> tested = Optional.empty();
    Optional<String> processServer = Optional.of("gateway-1");
    String wayState = "shipping";
    Optional<String> masterTarget = Optional.of("keeper-1");
    Optional<Duration> targetHeard = Optional.of(Duration.ofSeconds(5));
    Optional<String> frozen = Optional.empty();
    boolean kept = true;
    boolean recoverable = true;
    Duration newestAgo = Duration.ofSeconds(2);
    int copied = 100;
    String damage;

    MachineFacts machine() {
        return machine(List.of(pair("vda")));
    }

    MachineFacts machine(List<PairFacts> pairs) {
        return new MachineFacts(UUID.fromString("22222222-2222-4222-8222-222222222222"), "mail-02", state, paused,
                since,
                900, 7, program(agentHeard, agentAhead), written, tested,
                pairs);
    }

    Program program(Optional<Duration> heard, Duration ahead) {
        return new Program(heard.map(ago -> new Heard(NOW.minus(ago), ahead, DUE)), expected, Optional.of(version),
                Optional.of(
                        new Validity(NOW.plus(certificateLeft).minus(certificateWhole), NOW.plus(certificateLeft))));
    }

    PairFacts pair(String name) {
        return new PairFacts(DISK, name, size,
                new PairFacts.Source(sizeNow, reported ? Optional.of(source()) : Optional.empty(),
                        provedAgo.map(this::verified), broken),
                new PairFacts.Way(processServer, Optional.of(new GatewayStatus(DISK, wayState, lastSequence,
                        new Position(1, targetSequence, targetSequence), 0, 0, 0, 0, null))),
                new PairFacts.Target(masterTarget,
                        targetHeard.map(ago -> new Heard(NOW.minus(ago), Duration.ZERO, DUE)),
                        frozen, kept ? Optional.of(target()) : Optional.empty()));
    }

    private DiskVerification verified(Duration ago) {
        return new DiskVerification(NOW.minus(ago).plus(agentAhead), 1 << 30, different, 900);
    }

    private DiskReport source() {
        DiskVerification verified = verifiedAgo.map(this::verified).orElse(null);
        return new DiskReport(DISK, capture, reason, NOW.minus(Duration.ofHours(2)), size, 0, dirty, spool, 1000,
                lastSequence, targetSequence, targetSequence, 0, 0, lagSeconds, work, verified, problems);
    }

    private Kept target() {
        return new Kept(DISK, recoverable, NOW.minus(Duration.ofDays(20)), NOW.minus(newestAgo).plus(agentAhead),
                targetSequence, 0, copied, 100, damage);
    }

    void says(ErrorCode code, String detail) {
        problems.add(new ReportedProblem(code, detail));
    }

    String kind = "process-server";
    double processorUse = 0.2;
    long memoryUsed = 4L << 30;
    long storeFree = 60L << 30;
    OptionalLong cache = OptionalLong.of(1 << 30);

    ServerFacts server() {
        return new ServerFacts(kind, "gateway-1", program(agentHeard, agentAhead),
                Optional.of(new ServerLoad(processorUse, memoryUsed, 10L << 30, storeFree, 100L << 30)),
                OptionalDouble.of(processorUse), cache, frozen);
    }
}
