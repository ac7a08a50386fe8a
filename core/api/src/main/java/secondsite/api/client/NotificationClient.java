package secondsite.api.client;

import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.activity.NotificationSettings;
import secondsite.api.activity.NotificationTrial;
import secondsite.api.activity.Notifications;

/** How people are notified, asked of the configuration server. */
public final class NotificationClient {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final String NOTIFICATIONS = "/v1/notifications";

    private final Connection connection;

    /** Over a connection of somebody who is signed in, or of an administrator's certificate. */
    public NotificationClient(Connection connection) {
        this.connection = connection.to(ServerKind.CONFIGURATION_SERVER);
    }

    public Notifications get() throws TransferException {
        return connection.get(NOTIFICATIONS, Connection.json(Notifications.class));
    }

    public Notifications set(NotificationSettings settings) throws TransferException {
        return post(NOTIFICATIONS, settings, Notifications.class);
    }

    /** Sends a test at once, by settings that need not be those that are set. */
    public NotificationTrial test(NotificationSettings settings) throws TransferException {
        return post(NOTIFICATIONS + "/test", settings, NotificationTrial.class);
    }

    private <T> T post(String path, Object body, Class<T> answer) throws TransferException {
        return connection.post(path, Headers.of(), RequestBody.create(Json.write(body), JSON),
                Connection.json(answer));
    }
}
