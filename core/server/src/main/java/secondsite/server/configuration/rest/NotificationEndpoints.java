package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import secondsite.api.activity.NotificationSettings;
import secondsite.api.security.Role;
import secondsite.server.configuration.notification.KnownNotifications;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;

/** How people and programs elsewhere are notified. */
@Singleton
public final class NotificationEndpoints implements Endpoints {

    private final KnownNotifications notifications;
    private final Access access;

    @Inject
    public NotificationEndpoints(KnownNotifications notifications, Access access) {
        this.notifications = notifications;
        this.access = access;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/notifications", this::get)
                .post("/v1/notifications", this::set)
                .post("/v1/notifications/test", this::test));
    }

    private void get(Exchange exchange) throws IOException {
        access.require(Role.ADMIN, exchange);
        exchange.answer(notifications.get());
    }

    private void set(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        notifications.set(exchange.json(NotificationSettings.class), who);
        exchange.answer(notifications.get());
    }

    private void test(Exchange exchange) throws IOException {
        access.require(Role.ADMIN, exchange);
        exchange.answer(notifications.test(exchange.json(NotificationSettings.class)));
    }
}
