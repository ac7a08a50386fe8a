package secondsite.app.failover;

import com.google.inject.ImplementedBy;
import java.util.List;
import java.util.UUID;
import secondsite.api.client.TransferException;
import secondsite.api.point.MachinePoint;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.replication.AllowedAction;
import secondsite.api.site.ServerSummary;

/** What can be known of a failover before it is ordered. Asking blocks. */
@ImplementedBy(ServerForecasts.class)
interface Forecasts {

    /** Points of a machine that all its disks have, the newest first. */
    List<MachinePoint> points(UUID machine) throws TransferException;

    FailoverPreview preview(UUID machine, FailoverRequest request) throws TransferException;

    /** What may be done about a machine now. */
    List<AllowedAction> actions(UUID machine) throws TransferException;

    List<ServerSummary> servers() throws TransferException;
}
