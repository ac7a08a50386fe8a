package secondsite.app.failover;

import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import secondsite.api.client.TransferException;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.MachinePointQuery;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.replication.AllowedAction;
import secondsite.api.site.ServerSummary;
import secondsite.app.session.Session;

/** As the server says. */
final class ServerForecasts implements Forecasts {

    private static final int MOST_POINTS = 500;

    private final Session session;

    @Inject
    ServerForecasts(Session session) {
        this.session = session;
    }

    @Override
    public List<MachinePoint> points(UUID machine) throws TransferException {
        var newest = new MachinePointQuery(null, null, null, true, null, MOST_POINTS);
        return session.recovery().points(machine, newest).points().stream()
                .filter(point -> point.id() != null && point.complete()).toList();
    }

    @Override
    public FailoverPreview preview(UUID machine, FailoverRequest request) throws TransferException {
        return session.failovers().preview(machine, request);
    }

    @Override
    public List<AllowedAction> actions(UUID machine) throws TransferException {
        return session.protection().protection(machine).actions();
    }

    @Override
    public List<ServerSummary> servers() throws TransferException {
        return session.inventory().servers().servers();
    }
}
