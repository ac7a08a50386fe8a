package secondsite.app.failover;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import secondsite.api.Contact;
import secondsite.api.machine.MachineSummary;
import secondsite.api.point.MachinePoint;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.PlannedCard;
import secondsite.api.recovery.Remark;
import secondsite.api.replication.AllowedAction;
import secondsite.api.replication.Protection;
import secondsite.api.replication.ProtectionAction;
import secondsite.api.replication.ProtectionState;
import secondsite.api.site.ServerSummary;
import secondsite.app.session.FabricatedDeployment;

/** A machine of Frankfurt that nobody runs, and what a server would say of its failovers. */
final class FabricatedSituation implements Forecasts {

    static final Instant POINT = FabricatedDeployment.NOW.minusSeconds(24 * 60 + 31);

    private static final UUID MACHINE = new UUID(7, 102);

    private static final List<ServerSummary> SERVERS = List.of(server("process-server", "ps-fra-1"),
            server("process-server", "ps-muc-1"), server("master-target", "mt-muc-1"),
            server("master-target", "mt-fra-1"));

    private final Map<UUID, List<String>> refused = new HashMap<>();
    private FailoverPreview told = preview(List.of());

    static MachineSummary machine() {
        return FabricatedDeployment.machine(102, "sql-03", "PROTECTED", "WARNING", 527.0, null);
    }

    static Situation of(ProtectionState state, Failover... failovers) {
        var protection = new Protection(MACHINE, "sql-03", state, false, FabricatedDeployment.NOW.minusSeconds(900),
                null, "ps-fra-1", "mt-muc-1", new UUID(8, 1), 1, 4.0, null, null, null, null, List.of(), List.of(),
                List.of());
        return new Situation(machine(), protection, List.of(failovers),
                SERVERS,
                "Frankfurt", failovers.length > 0 && failovers[0].state() == FailoverState.COMMITTED
                        ? "Munich"
                        : "Frankfurt",
                "Frankfurt", "Munich");
    }

    /** Several machines with these names that are protected. */
    static List<Situation> several(String... names) {
        Situation one = of(ProtectionState.PROTECTED);
        return Stream.of(names)
                .map(name -> new Situation(
                        FabricatedDeployment.machine(200 + name.hashCode() % 50, name, "PROTECTED", "OK", 4.0, null),
                        one.protection(), List.of(), SERVERS, one.home(), one.runs(), one.before(), one.keeper()))
                .toList();
    }

    /** The same, replicated to another place. */
    static Situation keptIn(Situation situation, String place) {
        return new Situation(situation.machine(), situation.protection(), situation.failovers(), situation.servers(),
                situation.home(), situation.runs(), situation.before(), place);
    }

    private static ServerSummary server(String kind, String name) {
        return new ServerSummary(kind, name, null, null, null, null, null, Contact.HEARD, null, null,
                null, null);
    }

    static Failover failover(FailoverKind kind, FailoverState state, Boolean works) {
        return new Failover(new UUID(9, 1), MACHINE, "sql-03", kind, state, "latest", POINT, 0.0, "mt-muc-1", null,
                "a.weber", 812, FabricatedDeployment.NOW.minusSeconds(1300),
                FabricatedDeployment.NOW.minusSeconds(1200),
                works, List.of(), null, null, null, null, null, null, null);
    }

    @Override
    public List<MachinePoint> points(UUID machine) {
        return List.of(point(1, 271, "app-consistent", null, true), point(2, 1471, "bookmark", "before patch", false),
                point(3, 2071, "group", null, true));
    }

    private static MachinePoint point(int number, long age, String kind, String label, boolean verified) {
        return new MachinePoint(new UUID(10, number), FabricatedDeployment.NOW.minusSeconds(age), kind, label, 1L << 30,
                true, verified, false, null, List.of(), List.of());
    }

    /** The server says this of one machine from now on. */
    void refuse(Situation machine, String refusal) {
        refused.put(machine.machine().id(), List.of(refusal));
    }

    /** The server says this from now on. */
    void refuse(String... refusals) {
        told = preview(List.of(refusals));
    }

    private static FailoverPreview preview(List<String> refusals) {
        return new FailoverPreview(MACHINE, FailoverKind.TEST, POINT, 1471.0, 3L << 20, "mt-muc-1",
                List.of(new PlannedCard("52:54:00:12:34:56", "LAN", PlannedCard.Place.MAPPED, "LAN Munich",
                        "10.40.4.13/24", "10.40.4.1")),
                List.of(new Remark(Remark.Matter.TARGET_UNHEARD, List.of("mt-muc-1"),
                        "mt-muc-1 has not reported since this server started")),
                refusals);
    }

    @Override
    public FailoverPreview preview(UUID machine, FailoverRequest request) {
        return refused.containsKey(machine) ? preview(refused.get(machine)) : told;
    }

    @Override
    public List<AllowedAction> actions(UUID machine) {
        return List.of(new AllowedAction(ProtectionAction.REVERSE, true, null));
    }

    @Override
    public List<ServerSummary> servers() {
        return SERVERS;
    }
}
