package secondsite.drill.scale;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TransferException;
import secondsite.api.site.MasterTargetAnswer;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.MasterTargetReport.Kept;
import secondsite.api.site.ProcessServerAnswer;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.ServerLoad;
import secondsite.api.transfer.GatewayStatus;
import secondsite.api.transfer.Position;
import secondsite.server.web.Peer;

/** Reports as a process server or master target does that has its share of all disks, and does nothing else. */
final class SimulatedServer implements Runnable {

    private static final URI NOWHERE = URI.create("https://127.0.0.1:9");
    private static final long TIB = 1L << 40;
    private static final ServerLoad LOAD = new ServerLoad(0.2, TIB / 1024, TIB / 512, 50 * TIB, 100 * TIB);
    private static final long AGAIN_MILLIS = 1000;

    private final Peer.Kind kind;
    private final ReportClient server;
    private String applied;
    private List<UUID> disks = List.of();

    SimulatedServer(Peer.Kind kind, ReportClient server) {
        this.kind = kind;
        this.server = server;
    }

    @Override
    public void run() {
        long wait;
        do {
            try {
                wait = kind == Peer.Kind.PROCESS_SERVER ? processServer() : masterTarget();
            } catch (TransferException e) {
                System.err.println(kind + ": " + e.getMessage());
                wait = AGAIN_MILLIS;
            }
        } while (SimulatedAgent.slept(wait));
    }

    private long processServer() throws TransferException {
        ProcessServerAnswer answer = server.report(new ProcessServerReport("0.1.0", Instant.now(), NOWHERE, applied,
                LOAD, disks.stream().map(SimulatedServer::passed).toList()));
        if (answer.assignment() != null) {
            applied = answer.assignment().digest();
            disks = answer.assignment().pairs().stream().map(pair -> pair.disk()).toList();
        }
        return answer.nextMillis();
    }

    private long masterTarget() throws TransferException {
        MasterTargetReport report = new MasterTargetReport("0.1.0", Instant.now(), NOWHERE, applied, LOAD, null,
                disks.stream().map(SimulatedServer::kept).toList());
        MasterTargetAnswer answer = server.report(report);
        if (answer.assignment() != null) {
            applied = answer.assignment().digest();
            disks = answer.assignment().disks().stream().map(disk -> disk.disk()).toList();
        }
        return answer.nextMillis();
    }

    private static GatewayStatus passed(UUID disk) {
        return new GatewayStatus(disk, "shipping", 1_234_567, new Position(1, 1_234_567, 1_234_500), 1 << 20, 65_536,
                1_048_576, 0.5, null);
    }

    private static Kept kept(UUID disk) {
        Instant now = Instant.now();
        return new Kept(disk, true, now.minusSeconds(86_400), now.minusSeconds(1), 1_234_500, 5L << 30, 320, 320,
                null);
    }
}
