package secondsite.app.session;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import secondsite.api.Contact;
import secondsite.api.host.Probe;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanGoals;
import secondsite.api.plan.PlanGroup;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.replication.ReplicationGroup;
import secondsite.api.site.ServerLoad;
import secondsite.api.site.ServerSummary;

/** Plans, groups and servers of a deployment that nobody runs. */
public final class FabricatedPlans {

    public static final UUID SHOP = new UUID(8, 1);
    public static final UUID OFFICE = new UUID(8, 2);

    private FabricatedPlans() {}

    /** In addition to what {@link FabricatedDeployment#filled} shows. */
    public static void addTo(FabricatedDeployment deployment) {
        UUID frankfurt = deployment.live().sites().getFirst().id();
        UUID munich = deployment.live().sites().getLast().id();
        deployment.live().apply(new News(List.of(
                to -> to.plans.replace(List.of(known(SHOP, shop(), FabricatedDeployment.NOW.minus(Duration.ofDays(6))),
                        known(OFFICE, office(), null))),
                to -> to.replicationGroups.replace(List.of(
                        new ReplicationGroup(new UUID(9, 1), "Mail", 60, 500, List.of(machine(101), machine(1))),
                        new ReplicationGroup(new UUID(9, 2), "Web shop", 60, 500,
                                List.of(machine(103), machine(2), machine(3), machine(4), machine(5))))),
                to -> to.servers.replace(List.of(
                        server("process-server", "ps-fra-1", frankfurt, Contact.HEARD),
                        server("master-target", "mt-muc-1", munich, Contact.HEARD),
                        server("master-target", "mt-muc-2", munich, Contact.SILENT)))),
                List.of(), false));
    }

    private static UUID machine(int number) {
        return new UUID(7, number);
    }

    private static ServerSummary server(String kind, String name, UUID site, Contact contact) {
        return new ServerSummary(kind, name, URI.create("https://" + name + ":9443"), "0.1.0", site,
                FabricatedDeployment.NOW.minus(Duration.ofDays(90)), FabricatedDeployment.NOW, contact, 3L,
                new ServerLoad(0.2, 1L << 30, 8L << 30, 5L << 40, 12L << 40), 40, null);
    }

    private static KnownPlan known(UUID id, Plan plan, Instant tested) {
        return new KnownPlan(id, 3, FabricatedDeployment.NOW.minus(Duration.ofDays(80)),
                FabricatedDeployment.NOW.minus(Duration.ofDays(7)), "a.weber", tested, null, plan);
    }

    private static Plan shop() {
        return new Plan("Web shop", "Shop with its database; the network team knows", new PlanGoals(900, 300), null,
                List.of(new PlanGroup("Database",
                        List.of(new PlanAction.Confirmation("Call the network team", Set.of(),
                                "The line to Munich stands", 30)),
                        List.of(machine(102)), List.of(new PlanAction.Question("Database answers", Set.of(),
                                machine(102), new Probe.Tcp(5432, 120)))),
                        new PlanGroup("Application", List.of(new PlanAction.Delay("Let it settle", Set.of(), 30)),
                                List.of(machine(1), machine(2), machine(3)), List.of()),
                        new PlanGroup("Front", List.of(), List.of(machine(103)),
                                List.of(new PlanAction.Script("Switch the name service",
                                        Set.of(FailoverKind.PLANNED, FailoverKind.UNPLANNED), "dns.sh",
                                        List.of("--to", "munich"), 60, null, null)))));
    }

    private static Plan office() {
        return new Plan("Office", null, null, null,
                List.of(new PlanGroup("All", List.of(), List.of(machine(101), machine(103)), List.of())));
    }
}
