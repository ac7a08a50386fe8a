package secondsite.server.administration;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.ProtectionClient;
import secondsite.api.machine.MachineSummary;
import secondsite.api.replication.ReplicationGroup;
import secondsite.api.replication.ReplicationGroupList;
import secondsite.api.site.ServerList;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;
import secondsite.api.site.SiteList;

/** Look at sites, servers and replication groups. */
final class InventoryVerbs {

    private InventoryVerbs() {}

    /** Process servers and master targets. */
    @Command(name = "servers", description = "Lists process servers and master targets.")
    static final class Servers extends Verb {

        Servers(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            ServerList list = new InventoryClient(dialogue.connection()).servers();
            return dialogue.tell(list, out -> {
                var table = new Table("NAME", "KIND", "ADDRESS", "VERSION", "CONTACT", "LAST SEEN", "DISKS", "FREE",
                        "FROZEN");
                list.servers().forEach(each -> table.row(each.name(), each.kind(), each.address(), each.version(),
                        Wording.word(each.contact()), dialogue.time(each.lastSeen()), each.disks(), free(each),
                        each.frozen()));
                table.print(out);
            });
        }

        private static String free(ServerSummary server) {
            return server.load() == null
                    ? null
                    : Wording.size(server.load().storeFree()) + " of " + Wording.size(server.load().storeTotal());
        }
    }

    /** Places. */
    @Command(name = "sites", description = "Lists sites.")
    static final class Sites extends Verb {

        Sites(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            List<Site> sites = new InventoryClient(dialogue.connection()).sites();
            return dialogue.tell(new SiteList(sites), out -> {
                var table = new Table("NAME", "KIND", "ID");
                sites.forEach(site -> table.row(site.name(), Wording.word(site.kind()), site.id()));
                table.print(out);
            });
        }
    }

    /** Machines whose points are taken at the same moment. */
    @Command(name = "groups", description = "Lists replication groups: machines whose recovery points are taken at the same moment.")
    static final class Groups extends Verb {

        Groups(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            List<ReplicationGroup> groups = new ProtectionClient(dialogue.connection()).groups();
            return dialogue.tell(new ReplicationGroupList(groups), out -> {
                Map<UUID, String> names = dialogue.names().machines(null).items().stream()
                        .collect(Collectors.toMap(MachineSummary::id, MachineSummary::name));
                var table = new Table("NAME", "POINT EVERY", "HOLD", "MACHINES");
                groups.forEach(group -> table.row(group.name(),
                        group.pointSeconds() == 0 ? "only when ordered" : Wording.span(group.pointSeconds()),
                        group.holdMillis() + " ms", group.machines().stream()
                                .map(id -> names.getOrDefault(id, id.toString())).collect(Collectors.joining(", "))));
                table.print(out);
            });
        }
    }
}
