package secondsite.server.configuration.health;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import secondsite.api.activity.ErrorCode;
import secondsite.api.replication.Health;
import secondsite.api.replication.Thresholds;
import secondsite.api.site.ServerLoad;

/** How well a server is: a rule each. */
public final class ServerHealth {

    private final Thresholds limits;
    private final String version;

    /** @param version of this server */
    public ServerHealth(Thresholds limits, String version) {
        this.limits = limits;
        this.version = version;
    }

    public Health of(ServerFacts server, Instant now) {
        return Finding.health(findings(server, now));
    }

    /** Why it is not better; at most one for each code. */
    public List<Finding> findings(ServerFacts server, Instant now) {
        var program = new ProgramHealth(limits, version, now);
        return Stream.of(
                program.silence(server.program(), ErrorCode.SERVER_SILENT, true), program.clock(server.program()),
                program.certificate(server.program()),
                program.version(server.program(), ErrorCode.SERVER_OUTDATED),
                processor(server), server.load().flatMap(this::memory), server.load().flatMap(this::store),
                cache(server), frozen(server))
                .flatMap(Optional::stream).sorted(Finding.WORST_FIRST).toList();
    }

    private Optional<Finding> processor(ServerFacts server) {
        double use = server.processorUse().orElse(0);
        return above(ErrorCode.PROCESSOR_BUSY, 100 * use, limits.busyWarningPercent(), limits.busyCriticalPercent(),
                "its processors are " + Evidence.percent(use, 1) + " busy, on average over some minutes");
    }

    private Optional<Finding> memory(ServerLoad load) {
        return load.memoryTotal() <= 0
                ? Optional.empty()
                : above(ErrorCode.MEMORY_LOW, 100.0 * load.memoryUsed() / load.memoryTotal(),
                        limits.busyWarningPercent(), limits.busyCriticalPercent(),
                        Evidence.percent(load.memoryUsed(), load.memoryTotal()) + " of its "
                                + Evidence.bytes(load.memoryTotal()) + " of memory are used");
    }

    private Optional<Finding> store(ServerLoad load) {
        if (load.storeTotal() <= 0) {
            return Optional.empty();
        }
        double free = 100.0 * load.storeFree() / load.storeTotal();
        String detail = Evidence.bytes(load.storeFree()) + " are free, "
                + Evidence.percent(load.storeFree(), load.storeTotal()) + " of "
                + Evidence.bytes(load.storeTotal());
        if (free < limits.fullPercent()) {
            return Optional.of(Finding.critical(ErrorCode.STORE_FULL, detail));
        }
        if (free < limits.freeCriticalPercent()) {
            return Optional.of(Finding.critical(ErrorCode.STORE_FILLING, detail));
        }
        return free < limits.freeWarningPercent()
                ? Optional.of(Finding.warning(ErrorCode.STORE_FILLING, detail))
                : Optional.empty();
    }

    /** Of the room that the caches could have: what they take, and what is free beside them. */
    private Optional<Finding> cache(ServerFacts server) {
        if (server.load().isEmpty() || server.cacheBytes().isEmpty()) {
            return Optional.empty();
        }
        long taken = server.cacheBytes().getAsLong();
        long room = taken + server.load().get().storeFree();
        return room <= 0
                ? Optional.empty()
                : above(ErrorCode.CACHE_FULL, 100.0 * taken / room, limits.cacheWarningPercent(),
                        limits.cacheCriticalPercent(), "its caches take " + Evidence.bytes(taken) + ", "
                                + Evidence.percent(taken, room) + " of the room that they could have");
    }

    private static Optional<Finding> frozen(ServerFacts server) {
        return server.frozen().map(why -> Finding.critical(ErrorCode.TARGET_CLOCK_FROZEN, why));
    }

    private static Optional<Finding> above(ErrorCode code, double value, int warning, int critical, String detail) {
        if (value > critical) {
            return Optional.of(Finding.critical(code, detail));
        }
        return value > warning ? Optional.of(Finding.warning(code, detail)) : Optional.empty();
    }
}
