package secondsite.api.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.Page;
import secondsite.api.activity.Alert;
import secondsite.api.activity.AlertMute;
import secondsite.api.activity.AlertNote;
import secondsite.api.activity.Event;

/** What is not as it should be, asked of the configuration server. */
public final class AlertClient {

    /**
     * Which alerts are wanted; what is null does not matter.
     *
     * @param open    whether only those that are not over
     * @param subject id of a machine, name of a server
     */
    public record Filter(boolean open, Event.Severity severity, String subject) {

        public static final Filter OPEN = new Filter(true, null, null);
        public static final Filter ALL = new Filter(false, null, null);
    }

    private static final MediaType JSON = MediaType.get("application/json");
    private static final String ALERTS = "/v1/alerts";

    private final Connection connection;

    /** Over a connection of somebody who is signed in, or of an administrator's certificate. */
    public AlertClient(Connection connection) {
        this.connection = connection.to(ServerKind.CONFIGURATION_SERVER);
    }

    /**
     * Some alerts, newest first.
     *
     * @param after what the page before said is next; null for the first page
     * @param limit at most so many: 1 to 500
     */
    public Page<Alert> alerts(Filter filter, String after, int limit) throws TransferException {
        List<String> query = new ArrayList<>(List.of("limit=" + limit, "open=" + filter.open()));
        add(query, "severity", filter.severity());
        add(query, "subject", filter.subject());
        add(query, "after", after);
        return connection.get(ALERTS + "?" + String.join("&", query), Connection.page(Alert.class));
    }

    private static void add(List<String> query, String name, Object value) {
        if (value != null) {
            query.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8).replace("+", "%20"));
        }
    }

    /** Takes note of an alert; it stays open. */
    public Alert acknowledge(long id, AlertNote note) throws TransferException {
        return post(id, "acknowledge", note);
    }

    /** Lets nobody be notified of an alert for a while. */
    public Alert mute(long id, AlertMute mute) throws TransferException {
        return post(id, "mute", mute);
    }

    private Alert post(long id, String action, Object body) throws TransferException {
        return connection.post(ALERTS + "/" + id + "/" + action, Headers.of(),
                RequestBody.create(Json.write(body), JSON), Connection.json(Alert.class));
    }
}
