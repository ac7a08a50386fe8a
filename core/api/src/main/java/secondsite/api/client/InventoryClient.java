package secondsite.api.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.Page;
import secondsite.api.machine.MachineChange;
import secondsite.api.machine.MachineDetail;
import secondsite.api.machine.MachineSummary;
import secondsite.api.site.Host;
import secondsite.api.site.HostGroup;
import secondsite.api.site.HostGroupList;
import secondsite.api.site.HostList;
import secondsite.api.site.Network;
import secondsite.api.site.NetworkList;
import secondsite.api.site.ServerChange;
import secondsite.api.site.ServerList;
import secondsite.api.site.Site;
import secondsite.api.site.SiteList;

/** What there is: sites, groups, hosts, networks, servers and machines, asked of the configuration server. */
public final class InventoryClient {

    /**
     * Which machines are wanted; what is null does not matter.
     *
     * @param text  is in name, agent, host name, operating system or an address; upper and lower case are the same
     * @param group id
     * @param site  id
     */
    public record Search(String text, UUID group, UUID site) {

        public static final Search ALL = new Search(null, null, null);
    }

    private static final MediaType JSON = MediaType.get("application/json");
    private static final String SITES = "/v1/sites";
    private static final String GROUPS = "/v1/host-groups";
    private static final String HOSTS = "/v1/hosts";
    private static final String NETWORKS = "/v1/networks";
    private static final String MACHINES = "/v1/machines";

    private final Connection connection;

    /** Over a connection of somebody who is signed in, or of an administrator's certificate. */
    public InventoryClient(Connection connection) {
        this.connection = connection.to(ServerKind.CONFIGURATION_SERVER);
    }

    public List<Site> sites() throws TransferException {
        return get(SITES, SiteList.class).sites();
    }

    /** Makes one, or changes the one with this id. */
    public Site put(Site site) throws TransferException {
        return put(SITES, site.id(), site, Site.class);
    }

    public void removeSite(UUID id) throws TransferException {
        remove(SITES, id);
    }

    public List<HostGroup> groups() throws TransferException {
        return get(GROUPS, HostGroupList.class).groups();
    }

    /** Makes one, or changes the one with this id. */
    public HostGroup put(HostGroup group) throws TransferException {
        return put(GROUPS, group.id(), group, HostGroup.class);
    }

    public void removeGroup(UUID id) throws TransferException {
        remove(GROUPS, id);
    }

    public List<Host> hosts() throws TransferException {
        return get(HOSTS, HostList.class).hosts();
    }

    /** Makes one, or changes the one with this id. */
    public Host put(Host host) throws TransferException {
        return put(HOSTS, host.id(), host, Host.class);
    }

    public void removeHost(UUID id) throws TransferException {
        remove(HOSTS, id);
    }

    public List<Network> networks() throws TransferException {
        return get(NETWORKS, NetworkList.class).networks();
    }

    /** Makes one, or changes the one with this id. */
    public Network put(Network network) throws TransferException {
        return put(NETWORKS, network.id(), network, Network.class);
    }

    public void removeNetwork(UUID id) throws TransferException {
        remove(NETWORKS, id);
    }

    public ServerList servers() throws TransferException {
        return get("/v1/servers", ServerList.class);
    }

    public void changeServer(String kind, String name, ServerChange change) throws TransferException {
        connection.post(server(kind, name), Headers.of(), body(change), _ -> null);
    }

    public void removeServer(String kind, String name) throws TransferException {
        connection.delete(server(kind, name), _ -> null);
    }

    private static String server(String kind, String name) {
        return "/v1/servers/" + encoded(kind) + "/" + encoded(name);
    }

    /**
     * Some machines, by name.
     *
     * @param after what the page before said is next; null for the first page
     * @param limit at most so many: 1 to 500
     */
    public Page<MachineSummary> machines(Search search, String after, int limit) throws TransferException {
        List<String> query = new ArrayList<>(List.of("limit=" + limit));
        add(query, "search", search.text());
        add(query, "group", search.group());
        add(query, "site", search.site());
        add(query, "after", after);
        return connection.get(MACHINES + "?" + String.join("&", query), Connection.page(MachineSummary.class));
    }

    private static void add(List<String> query, String name, Object value) {
        if (value != null) {
            query.add(name + "=" + encoded(value.toString()));
        }
    }

    public MachineDetail machine(UUID id) throws TransferException {
        return get(MACHINES + "/" + id, MachineDetail.class);
    }

    public MachineDetail change(UUID machine, MachineChange change) throws TransferException {
        return connection.post(MACHINES + "/" + machine, Headers.of(), body(change),
                Connection.json(MachineDetail.class));
    }

    /** Forgets a machine whose agent is gone and that is not protected. */
    public void removeMachine(UUID id) throws TransferException {
        remove(MACHINES, id);
    }

    private <T> T get(String path, Class<T> answer) throws TransferException {
        return connection.get(path, Connection.json(answer));
    }

    private <T> T put(String path, UUID id, T what, Class<T> type) throws TransferException {
        return connection.post(id == null ? path : path + "/" + id, Headers.of(), body(what), Connection.json(type));
    }

    private void remove(String path, UUID id) throws TransferException {
        connection.delete(path + "/" + id, _ -> null);
    }

    private static RequestBody body(Object what) {
        return RequestBody.create(Json.write(what), JSON);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
