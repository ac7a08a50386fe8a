package secondsite.api.client;

import java.util.List;
import java.util.UUID;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.replication.AppConsistency;
import secondsite.api.replication.DisableRequest;
import secondsite.api.replication.DiskRequest;
import secondsite.api.replication.EnablePreview;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.MoveRequest;
import secondsite.api.replication.Ordered;
import secondsite.api.replication.PointRequest;
import secondsite.api.replication.PolicyRequest;
import secondsite.api.replication.Protection;
import secondsite.api.replication.ReplicationGroup;
import secondsite.api.replication.ReplicationGroupList;
import secondsite.api.replication.ReplicationPath;
import secondsite.api.replication.ReplicationPathList;
import secondsite.api.replication.ResyncPreview;

/** How machines are protected, asked of a configuration server, and what is done with them. */
public final class ProtectionClient {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final String GROUPS = "/v1/replication-groups";

    private final Connection connection;

    public ProtectionClient(Connection connection) {
        this.connection = connection.to(ServerKind.CONFIGURATION_SERVER);
    }

    public Protection protection(UUID machine) throws TransferException {
        return connection.get(of(machine), Connection.json(Protection.class));
    }

    /** What protecting a machine would be; also when it could not be begun. */
    public EnablePreview preview(UUID machine, EnableRequest request) throws TransferException {
        return post(of(machine) + "/preview", request, EnablePreview.class);
    }

    /** @return number of the job */
    public long enable(UUID machine, EnableRequest request) throws TransferException {
        return order(of(machine), request);
    }

    /** @return number of the job */
    public long disable(UUID machine, DisableRequest request) throws TransferException {
        return order(of(machine) + "/disabling", request);
    }

    public Protection pause(UUID machine) throws TransferException {
        return post(of(machine) + "/pause", null, Protection.class);
    }

    public Protection resume(UUID machine) throws TransferException {
        return post(of(machine) + "/resume", null, Protection.class);
    }

    public ResyncPreview resyncPreview(UUID machine) throws TransferException {
        return connection.get(of(machine) + "/resync", Connection.json(ResyncPreview.class));
    }

    /** @return number of the job */
    public long resync(UUID machine) throws TransferException {
        return order(of(machine) + "/resync", null);
    }

    /** @return number of the job */
    public long verify(UUID machine) throws TransferException {
        return order(of(machine) + "/verification", null);
    }

    /** @return number of the job */
    public long addDisk(UUID machine, UUID disk) throws TransferException {
        return order(of(machine) + "/disks", DiskRequest.of(disk));
    }

    /** @return number of the job */
    public long removeDisk(UUID machine, DiskRequest request) throws TransferException {
        return order(of(machine) + "/disks/removal", request);
    }

    /** @return number of the job */
    public long move(UUID machine, MoveRequest request) throws TransferException {
        return order(of(machine) + "/move", request);
    }

    /** @return number of the job */
    public long bookmark(UUID machine, String label) throws TransferException {
        return order(of(machine) + "/bookmarks", new PointRequest(label));
    }

    /** @return number of the job */
    public long appPoint(UUID machine) throws TransferException {
        return order(of(machine) + "/app-points", null);
    }

    public Protection setPolicy(UUID machine, PolicyRequest request) throws TransferException {
        return post(of(machine) + "/policy", request, Protection.class);
    }

    public Protection setApplications(UUID machine, AppConsistency applications) throws TransferException {
        return post(of(machine) + "/applications", applications, Protection.class);
    }

    /** Of all protected machines. */
    public List<ReplicationPath> paths() throws TransferException {
        return connection.get("/v1/replication-paths", Connection.json(ReplicationPathList.class)).paths();
    }

    public List<ReplicationGroup> groups() throws TransferException {
        return connection.get(GROUPS, Connection.json(ReplicationGroupList.class)).groups();
    }

    /** Makes a group, or changes the one with its id. */
    public ReplicationGroup put(ReplicationGroup group) throws TransferException {
        return post(GROUPS, group, ReplicationGroup.class);
    }

    public void removeGroup(UUID group) throws TransferException {
        connection.delete(GROUPS + "/" + group, _ -> null);
    }

    /** A point of all its machines at the same moment. @return number of the job */
    public long groupPoint(UUID group) throws TransferException {
        return order(GROUPS + "/" + group + "/points", null);
    }

    private static String of(UUID machine) {
        return "/v1/machines/" + machine + "/protection";
    }

    private long order(String path, Object body) throws TransferException {
        return post(path, body, Ordered.class).job();
    }

    private <T> T post(String path, Object body, Class<T> answer) throws TransferException {
        byte[] bytes = body == null ? new byte[0] : Json.write(body);
        return connection.post(path, Headers.of(), RequestBody.create(bytes, JSON), Connection.json(answer));
    }
}
