package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import secondsite.api.security.NewPassphrase;
import secondsite.api.security.Role;
import secondsite.server.configuration.backup.Backups;
import secondsite.server.configuration.security.RecoveryPassphrase;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;

/** Backups of this server. */
@Singleton
public final class BackupEndpoints implements Endpoints {

    private final Backups backups;
    private final RecoveryPassphrase passphrase;
    private final Access access;

    @Inject
    public BackupEndpoints(Backups backups, RecoveryPassphrase passphrase, Access access) {
        this.backups = backups;
        this.passphrase = passphrase;
        this.access = access;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/backup", this::status)
                .post("/v1/backup", this::make)
                .post("/v1/backup/passphrase", this::renew));
    }

    private void status(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(backups.status());
    }

    private void make(Exchange exchange) throws IOException {
        access.require(Role.ADMIN, exchange);
        exchange.answer(backups.run());
    }

    private void renew(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        exchange.answer(new NewPassphrase(passphrase.renew(who)));
    }
}
