package secondsite.api.client;

import java.util.List;
import java.util.UUID;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.point.ClockList;
import secondsite.api.point.DeletionList;
import secondsite.api.point.DeletionOrder;
import secondsite.api.point.KnownClock;
import secondsite.api.point.KnownDeletion;
import secondsite.api.point.MachinePin;
import secondsite.api.point.MachinePinList;
import secondsite.api.point.MachinePointQuery;
import secondsite.api.point.MachinePoints;
import secondsite.api.replication.PointRequest;

/** What machines can be brought back to, what is kept longer and what is destroyed, asked of a configuration server. */
public final class RecoveryClient {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final String DELETIONS = "/v1/deletions";
    private static final String CLOCKS = "/v1/clocks";

    private final Connection connection;

    public RecoveryClient(Connection connection) {
        this.connection = connection;
    }

    public MachinePoints points(UUID machine, MachinePointQuery query) throws TransferException {
        HttpUrl.Builder url = new HttpUrl.Builder().scheme("https").host("query");
        add(url, "from", query.from());
        add(url, "to", query.to());
        add(url, "kind", query.kind());
        add(url, "order", query.newestFirst() ? "newest" : "oldest");
        add(url, "after", query.after());
        add(url, "limit", query.limit());
        return connection.get(points(machine) + "?" + url.build().encodedQuery(), Connection.json(MachinePoints.class));
    }

    private static void add(HttpUrl.Builder url, String name, Object value) {
        if (value != null) {
            url.addQueryParameter(name, value.toString());
        }
    }

    public MachinePinList pins(UUID machine) throws TransferException {
        return connection.get("/v1/machines/" + machine + "/pins", Connection.json(MachinePinList.class));
    }

    /** Keeps a point of a machine, on all its disks, until it is let go. @param point id of its marks */
    public MachinePin pin(UUID machine, UUID point, String label) throws TransferException {
        return post(pin(machine, point), new PointRequest(label), MachinePin.class);
    }

    /** From then on retention decides. */
    public void unpin(UUID machine, UUID point) throws TransferException {
        connection.delete(pin(machine, point), response -> null);
    }

    /** @param state {@code pending} or {@code done}; null for both */
    public DeletionList deletions(String state) throws TransferException {
        return connection.get(DELETIONS + (state == null ? "" : "?state=" + state),
                Connection.json(DeletionList.class));
    }

    /** Done after a quarantine, and to be undone until then. */
    public KnownDeletion delete(DeletionOrder order) throws TransferException {
        return post(DELETIONS, order, KnownDeletion.class);
    }

    public void undo(UUID deletion) throws TransferException {
        connection.delete(DELETIONS + "/" + deletion, response -> null);
    }

    public List<KnownClock> clocks() throws TransferException {
        return connection.get(CLOCKS, Connection.json(ClockList.class)).clocks();
    }

    /** A person has looked, and says that the master target's time is right. */
    public KnownClock confirmClock(String masterTarget) throws TransferException {
        return connection.post(CLOCKS + "/" + masterTarget + "/confirmation", once(), RequestBody.create(new byte[0]),
                Connection.json(KnownClock.class));
    }

    private <T> T post(String path, Object body, Class<T> answer) throws TransferException {
        return connection.post(path, once(), RequestBody.create(Json.write(body), JSON), Connection.json(answer));
    }

    /** For the request that is sent a second time by itself when its connection turns out to be closed. */
    private static Headers once() {
        return Headers.of(Connection.IDEMPOTENCY_KEY, UUID.randomUUID().toString());
    }

    private static String points(UUID machine) {
        return "/v1/machines/" + machine + "/points";
    }

    private static String pin(UUID machine, UUID point) {
        return points(machine) + "/" + point + "/pin";
    }
}
