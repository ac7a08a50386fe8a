package secondsite.api.client;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.host.ConsoleText;
import secondsite.api.host.DiskMove;
import secondsite.api.host.HostStatus;
import secondsite.api.host.Hosting;
import secondsite.api.host.KeptExport;
import secondsite.api.host.KeptExportRequest;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineStatus;
import secondsite.api.host.MoveProgress;
import secondsite.api.host.Probe;
import secondsite.api.host.ProbeAnswer;

/**
 * Machines of a master target that is a host, and the disks that they start from. Every order may be given again, and then does what is
 * left of it. Only the configuration server may ask.
 */
public final class HostClient {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final Headers NONE = Headers.of();
    private static final int PICTURE_LIMIT_BYTES = 8 << 20;

    private final Connection connection;

    public HostClient(Connection connection) {
        this.connection = connection.to(ServerKind.MASTER_TARGET);
    }

    public HostStatus status() throws TransferException {
        return connection.get(Hosting.HOST, Connection.json(HostStatus.class));
    }

    /** Serves a disk as it was, until {@link #release}; the same request again has the same answer. */
    public KeptExport keep(UUID disk, UUID export, KeptExportRequest request) throws TransferException {
        return connection.put(Hosting.keptExport(disk, export), NONE, body(request),
                Connection.json(KeptExport.class));
    }

    /** All of a disk. */
    public List<KeptExport> keptExports(UUID disk) throws TransferException {
        return Arrays.asList(connection.get(Hosting.keptExports(disk), Connection.json(KeptExport[].class)));
    }

    /** Who reads from it is disconnected; retention decides about its point from then on. Unknown ones are no error. */
    public void release(UUID disk, UUID export) throws TransferException {
        connection.delete(Hosting.keptExport(disk, export), _ -> null);
    }

    /** The machine exists afterwards, and does not run. */
    public MachineStatus make(MachineSpecification specification) throws TransferException {
        return connection.put(Hosting.machine(specification.machine()), NONE, body(specification),
                Connection.json(MachineStatus.class));
    }

    public List<MachineStatus> machines() throws TransferException {
        return Arrays.asList(connection.get(Hosting.MACHINES, Connection.json(MachineStatus[].class)));
    }

    public MachineStatus machine(UUID machine) throws TransferException {
        return connection.get(Hosting.machine(machine), Connection.json(MachineStatus.class));
    }

    /** What it was made of; disks where they are now. */
    public MachineSpecification specification(UUID machine) throws TransferException {
        return connection.get(Hosting.machine(machine) + "/specification",
                Connection.json(MachineSpecification.class));
    }

    public MachineStatus start(UUID machine) throws TransferException {
        return order(machine, "start");
    }

    /** Presses the power button. */
    public MachineStatus askToPowerDown(UUID machine) throws TransferException {
        return order(machine, "power-down");
    }

    /** It is off afterwards. */
    public MachineStatus forceOff(UUID machine) throws TransferException {
        return order(machine, "force-off");
    }

    public MachineStatus pause(UUID machine) throws TransferException {
        return order(machine, "pause");
    }

    public MachineStatus resume(UUID machine) throws TransferException {
        return order(machine, "resume");
    }

    public MachineStatus reset(UUID machine) throws TransferException {
        return order(machine, "reset");
    }

    /** Forces it off and forgets it, with the images that were made for it. Unknown ones are no error. */
    public void remove(UUID machine) throws TransferException {
        connection.delete(Hosting.machine(machine), _ -> null);
    }

    /** What its screen shows, as PNG. */
    public byte[] picture(UUID machine) throws TransferException {
        return connection.get(Hosting.machine(machine) + "/picture",
                response -> Connection.limited(response, PICTURE_LIMIT_BYTES));
    }

    /** @param offset in bytes, from where. @param most bytes */
    public ConsoleText console(UUID machine, long offset, int most) throws TransferException {
        return connection.get(Hosting.machine(machine) + "/console?offset=" + offset + "&most=" + most,
                Connection.json(ConsoleText.class));
    }

    /** Asks a probe once. */
    public ProbeAnswer ask(UUID machine, Probe probe) throws TransferException {
        return connection.post(Hosting.machine(machine) + "/probes", NONE, body(probe),
                Connection.json(ProbeAnswer.class));
    }

    /** Moves a disk to another place while the machine runs. */
    public MoveProgress beginMove(UUID machine, DiskMove move) throws TransferException {
        return connection.put(Hosting.disk(machine, move.disk()) + "/move", NONE, body(move),
                Connection.json(MoveProgress.class));
    }

    /** How the last move gets on, and brings it to its end when everything is copied. */
    public MoveProgress move(UUID machine, String disk) throws TransferException {
        return connection.get(Hosting.disk(machine, disk) + "/move", Connection.json(MoveProgress.class));
    }

    public void cancelMove(UUID machine, String disk) throws TransferException {
        connection.delete(Hosting.disk(machine, disk) + "/move", _ -> null);
    }

    /**
     * Makes a disk that lies over a kept export stand alone, while the machine runs: what it still reads from there is copied into its own
     * image. Afterwards the export may be released. Also tells how that gets on, and goes on with it.
     *
     * @param bytesPerSecond at most; 0 for no limit
     */
    public MoveProgress detach(UUID machine, String disk, long bytesPerSecond) throws TransferException {
        return connection.put(Hosting.disk(machine, disk) + "/detachment?bytesPerSecond=" + bytesPerSecond, NONE,
                RequestBody.create(new byte[0]), Connection.json(MoveProgress.class));
    }

    private MachineStatus order(UUID machine, String order) throws TransferException {
        return connection.post(Hosting.order(machine, order), NONE, RequestBody.create(new byte[0]),
                Connection.json(MachineStatus.class));
    }

    private static RequestBody body(Object value) {
        return RequestBody.create(Json.write(value), JSON);
    }
}
