package secondsite.server.configuration;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import java.util.List;
import secondsite.api.client.TlsIdentity;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.health.ProtectedMachines;
import secondsite.server.configuration.inventory.AgentOrders;
import secondsite.server.configuration.inventory.Assignments;
import secondsite.server.configuration.inventory.MachineStandings;
import secondsite.server.configuration.inventory.Uses;
import secondsite.server.configuration.policy.PolicyUse;
import secondsite.server.configuration.policy.Subjects;
import secondsite.server.configuration.protection.DiskAdding;
import secondsite.server.configuration.protection.DiskRemoving;
import secondsite.server.configuration.protection.Disabling;
import secondsite.server.configuration.protection.Enabling;
import secondsite.server.configuration.protection.JudgedProtection;
import secondsite.server.configuration.protection.Moving;
import secondsite.server.configuration.protection.OrderBook;
import secondsite.server.configuration.protection.PointMaking;
import secondsite.server.configuration.protection.PolicyFollowers;
import secondsite.server.configuration.protection.PolicySubjects;
import secondsite.server.configuration.protection.ProtectionStandings;
import secondsite.server.configuration.protection.ProtectionUses;
import secondsite.server.configuration.protection.ReplicationAssignments;
import secondsite.server.configuration.protection.Resyncing;
import secondsite.server.configuration.protection.Verifying;
import secondsite.server.configuration.rest.Endpoints;
import secondsite.server.configuration.rest.GroupEndpoints;
import secondsite.server.configuration.rest.PointEndpoints;
import secondsite.server.configuration.rest.ProtectionEndpoints;

/** How the protection of machines is put together. */
final class ProtectionModule extends AbstractModule {

    private final TlsIdentity identity;

    /** @param identity by which this server is known to master targets */
    ProtectionModule(TlsIdentity identity) {
        this.identity = identity;
    }

    @Override
    protected void configure() {
        bind(TlsIdentity.class).toInstance(identity);
        bind(Assignments.class).to(ReplicationAssignments.class);
        bind(AgentOrders.class).to(OrderBook.class);
        bind(Uses.class).to(ProtectionUses.class);
        bind(MachineStandings.class).to(ProtectionStandings.class);
        bind(PolicyUse.class).to(PolicyFollowers.class);
        bind(Subjects.class).to(PolicySubjects.class);
        OptionalBinder.newOptionalBinder(binder(), ProtectedMachines.class).setBinding().to(JudgedProtection.class);
        var types = Multibinder.newSetBinder(binder(), JobType.class);
        List.of(Enabling.class, Disabling.class, DiskAdding.class, DiskRemoving.class, Resyncing.class,
                Verifying.class, PointMaking.class, Moving.class).forEach(type -> types.addBinding().to(type));
        var endpoints = Multibinder.newSetBinder(binder(), Endpoints.class);
        endpoints.addBinding().to(ProtectionEndpoints.class);
        endpoints.addBinding().to(GroupEndpoints.class);
        endpoints.addBinding().to(PointEndpoints.class);
    }
}
