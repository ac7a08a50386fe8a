package secondsite.api.client;

import java.util.List;
import java.util.UUID;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.host.ConsoleText;
import secondsite.api.recovery.CleaningRequest;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverList;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.PointChange;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.recovery.ReverseRequest;
import secondsite.api.replication.Ordered;

/** Machines brought up from their replicas, asked of a configuration server, and what is done with them. */
public final class FailoverClient {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final String FAILOVERS = "/v1/failovers";
    private static final int PICTURE_LIMIT_BYTES = 8 << 20;

    private final Connection connection;

    public FailoverClient(Connection connection) {
        this.connection = connection.to(ServerKind.CONFIGURATION_SERVER);
    }

    public RecoverySettings settings(UUID machine) throws TransferException {
        return connection.get(settingsOf(machine), Connection.json(RecoverySettings.class));
    }

    public RecoverySettings set(UUID machine, RecoverySettings settings) throws TransferException {
        return connection.put(settingsOf(machine), Headers.of(), body(settings),
                Connection.json(RecoverySettings.class));
    }

    /** What a failover would do; also when it could not be ordered. */
    public FailoverPreview preview(UUID machine, FailoverRequest request) throws TransferException {
        return post(ofMachine(machine) + "/preview", request, FailoverPreview.class);
    }

    public OrderedFailover order(UUID machine, FailoverRequest request) throws TransferException {
        return post(ofMachine(machine), request, OrderedFailover.class);
    }

    /** The newest ones. @param machine null for all. @param open whether only those that are not over */
    public List<Failover> failovers(UUID machine, boolean open) throws TransferException {
        return connection.get(FAILOVERS + "?open=" + open + (machine == null ? "" : "&machine=" + machine),
                Connection.json(FailoverList.class)).failovers();
    }

    /** With how the copy is now. */
    public Failover failover(UUID failover) throws TransferException {
        return connection.get(of(failover), Connection.json(Failover.class));
    }

    /** @param notes what the test showed */
    public OrderedFailover clean(UUID failover, String notes) throws TransferException {
        return post(of(failover) + "/cleaning", new CleaningRequest(notes), OrderedFailover.class);
    }

    /** @param point as that of a {@link FailoverRequest} */
    public OrderedFailover change(UUID failover, String point) throws TransferException {
        return post(of(failover) + "/point", new PointChange(point), OrderedFailover.class);
    }

    public OrderedFailover commit(UUID failover) throws TransferException {
        return post(of(failover) + "/commit", null, OrderedFailover.class);
    }

    /** Starts a copy that does not run any more, though it should, as it is. */
    public OrderedFailover restart(UUID failover) throws TransferException {
        return post(of(failover) + "/start", null, OrderedFailover.class);
    }

    public OrderedFailover cancel(UUID failover) throws TransferException {
        return post(of(failover) + "/cancelling", null, OrderedFailover.class);
    }

    /** Replicates a machine that was failed over in the other direction. @return number of the job */
    public long reverse(UUID machine, ReverseRequest request) throws TransferException {
        return post("/v1/machines/" + machine + "/reversal", request, Ordered.class).job();
    }

    /** What the copy's screen shows, or showed when it had come up; as PNG. */
    public byte[] picture(UUID failover) throws TransferException {
        return connection.get(of(failover) + "/picture",
                response -> Connection.limited(response, PICTURE_LIMIT_BYTES));
    }

    /** What the copy said on its first serial port, or had said when it had come up. @param offset in bytes, from where */
    public ConsoleText console(UUID failover, long offset) throws TransferException {
        return connection.get(of(failover) + "/console?offset=" + offset, Connection.json(ConsoleText.class));
    }

    private static String settingsOf(UUID machine) {
        return "/v1/machines/" + machine + "/recovery-settings";
    }

    private static String ofMachine(UUID machine) {
        return "/v1/machines/" + machine + "/failovers";
    }

    private static String of(UUID failover) {
        return FAILOVERS + "/" + failover;
    }

    private <T> T post(String path, Object body, Class<T> answer) throws TransferException {
        return connection.post(path, Headers.of(), body == null ? RequestBody.create(new byte[0], JSON) : body(body),
                Connection.json(answer));
    }

    private static RequestBody body(Object value) {
        return RequestBody.create(Json.write(value), JSON);
    }
}
