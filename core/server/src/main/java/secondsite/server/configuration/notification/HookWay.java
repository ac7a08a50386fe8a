package secondsite.server.configuration.notification;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import secondsite.api.Json;
import secondsite.api.activity.EventNotice;
import secondsite.api.activity.NotificationSettings;
import secondsite.api.client.Pem;
import secondsite.api.client.Webhook;

/** A webhook. */
final class HookWay implements Way {

    private final String deployment;
    private final Webhook hook;

    /**
     * @param settings   with the secret
     * @param deployment fingerprint of the deployment's authority
     * @throws IOException when the authority's certificates cannot be read
     */
    HookWay(NotificationSettings.Webhook settings, String deployment) throws IOException {
        this.deployment = deployment;
        List<X509Certificate> authorities = settings.authority() == null
                ? List.of()
                : Pem.certificates("'webhook.authority'", settings.authority());
        this.hook = new Webhook(settings.url(), settings.secret(), authorities);
    }

    @Override
    public void send(Batch batch, Instant now) throws IOException {
        hook.post(Json.write(new EventNotice(deployment, now, batch.test(), batch.events(), batch.more())), now);
    }

    @Override
    public void close() {
        hook.close();
    }
}
