package secondsite.server.configuration;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import secondsite.api.ProblemCode;
import secondsite.api.client.Connection;
import secondsite.api.client.Relay;
import secondsite.api.client.TlsIdentity;
import secondsite.api.host.ConsoleText;
import secondsite.api.host.DiskMove;
import secondsite.api.host.DiskSource;
import secondsite.api.host.HostStatus;
import secondsite.api.host.Hosting;
import secondsite.api.host.KeptExport;
import secondsite.api.host.KeptExportRequest;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineState;
import secondsite.api.host.MachineStatus;
import secondsite.api.host.MoveProgress;
import secondsite.api.host.MoveState;
import secondsite.api.host.Probe;
import secondsite.api.host.ProbeAnswer;
import secondsite.api.transfer.Transfer;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.SimulatedHost;
import secondsite.server.hypervisor.SimulatedHypervisor;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.web.Endpoint;
import secondsite.server.web.Exchange;
import secondsite.server.web.HttpsListener;
import secondsite.server.web.Peer;
import secondsite.server.web.PeerCheck;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/**
 * Stands in for a master target that is a host: answers what a host is asked, over real TLS, on a simulated platform, and passes on to a
 * real master target what that is asked for points.
 */
final class HostStandIn implements AutoCloseable {

    private static final String DISK = Transfer.DISKS + "/{disk}";
    private static final String EXPORT = DISK + "/kept-exports/{export}";
    private static final String MACHINE = Hosting.MACHINES + "/{machine}";
    private static final long DISK_BYTES = 1 << 20;

    final SimulatedHost host = new SimulatedHost(InstantSource.system(), Duration.ofMillis(50), Duration.ofMillis(50),
            DISK_BYTES, 1 << 30);
    final Map<UUID, KeptExport> exports = new ConcurrentHashMap<>();
    /** What changed something, in order. */
    final List<String> orders = new CopyOnWriteArrayList<>();
    final Map<String, Integer> detaching = new ConcurrentHashMap<>();
    final HostStatus usual = new HostStatus("simulated", "1", true, 4, 8L << 30, 1L << 40, 0, List.of("br-test"), null);
    volatile HostStatus status = usual;
    /** Every order is answered so. */
    volatile ProblemException trouble;
    /** There is no point any more that could be kept. */
    volatile boolean expired;
    private final SimulatedHypervisor hypervisor = new SimulatedHypervisor(host);
    private final Connection behind;
    private final Relay target;
    private final HttpsListener listener;

    HostStandIn(TlsIdentity identity, URI realTarget, TlsIdentity administrator) {
        behind = new Connection(realTarget, administrator, Connection.Patience.DEFAULTS);
        target = new Relay(behind);
        listener = new HttpsListener(new Listen("127.0.0.1", 0, 100, new Size(16 << 20)), identity,
                new PeerCheck(_ -> false, InstantSource.system()), routes());
    }

    URI address() {
        return URI.create("https://localhost:" + listener.port());
    }

    List<MachineStatus> halted() {
        return hypervisor.machines().stream().filter(MachineStatus::halted).toList();
    }

    private Routes routes() {
        return new Routes().get(DISK + "/points", this::pass).get(DISK + "/moments", this::pass)
                .get(DISK + "/pins", this::pass).post(DISK + "/points/lookup", this::passOn)
                .get(Hosting.HOST, asked(exchange -> exchange.answer(status)))
                .put(EXPORT, 1 << 16, asked(this::keep))
                .get(DISK + "/kept-exports", asked(exchange -> exchange.answer(exports.values().stream()
                        .filter(each -> each.disk().equals(exchange.uuid("disk"))).toList())))
                .delete(EXPORT, asked(this::release))
                .put(MACHINE, 1 << 16, asked(this::make))
                .get(Hosting.MACHINES, asked(exchange -> exchange.answer(hypervisor.machines())))
                .get(MACHINE, asked(exchange -> exchange.answer(hypervisor.status(machine(exchange)))))
                .get(MACHINE + "/specification",
                        asked(exchange -> exchange.answer(hypervisor.specification(machine(exchange)))))
                .delete(MACHINE, asked(this::remove))
                .get(MACHINE + "/picture", asked(exchange -> exchange.answer(200, "image/png",
                        hypervisor.picture(machine(exchange)))))
                .get(MACHINE + "/console", asked(exchange -> exchange.answer(hypervisor.console(machine(exchange),
                        exchange.number("offset"), (int) exchange.number("most")))))
                .post(MACHINE + "/probes", asked(this::probe))
                .put(MACHINE + "/disks/{name}/detachment", 1 << 16, asked(this::detach))
                .post(MACHINE + "/{order}", asked(this::order));
    }

    private void pass(Exchange exchange) throws IOException {
        target.get(exchange.pathAndQuery(), answering(exchange));
    }

    private void passOn(Exchange exchange) throws IOException {
        target.post(exchange.pathAndQuery(), Transfer.JSON, exchange.contentLength(), exchange.bodyStream(),
                answering(exchange));
    }

    private static Relay.Answering answering(Exchange exchange) {
        return (code, contentType, length, headers) -> {
            headers.forEach(exchange::answerHeader);
            if (code == 204) {
                exchange.answerNothing();
                return OutputStream.nullOutputStream();
            }
            return exchange.answerStream(code, contentType, length);
        };
    }

    private Endpoint asked(Endpoint endpoint) {
        return exchange -> {
            if (exchange.peer().kind() != Peer.Kind.CONFIGURATION_SERVER) {
                throw new ProblemException(ProblemCode.NOT_ALLOWED, exchange.peer() + " may not ask for this");
            }
            if (trouble != null) {
                throw trouble;
            }
            try {
                endpoint.answer(exchange);
            } catch (HypervisorException e) {
                throw new ProblemException(e.reason() == HypervisorException.Reason.UNKNOWN_MACHINE
                        ? ProblemCode.NOT_FOUND
                        : ProblemCode.CONFLICT, e.getMessage());
            }
        };
    }

    private static UUID machine(Exchange exchange) {
        return exchange.uuid("machine");
    }

    private void keep(Exchange exchange) throws IOException {
        KeptExportRequest wanted = exchange.json(KeptExportRequest.class);
        long sequence = wanted.at().matches("\\d+") ? Long.parseLong(wanted.at()) : -1;
        UUID export = exchange.uuid("export");
        if (expired) {
            throw new ProblemException(ProblemCode.NOT_RECOVERABLE, "it has expired");
        }
        orders.add("keep " + exchange.uuid("disk") + " at " + wanted.at());
        exchange.answer(exports.computeIfAbsent(export, _ -> new KeptExport(export, exchange.uuid("disk"), sequence,
                "/simulated/" + export, wanted.label(), Instant.now())));
    }

    private void release(Exchange exchange) {
        orders.add("release " + exchange.uuid("disk"));
        exports.remove(exchange.uuid("export"));
        exchange.answerNothing();
    }

    private void make(Exchange exchange) throws IOException {
        MachineSpecification wanted = exchange.json(MachineSpecification.class);
        for (var disk : wanted.disks()) {
            if (!(disk.source() instanceof DiskSource.Past past) || !exports.containsKey(past.export())) {
                throw new ProblemException(ProblemCode.CONFLICT, "no kept export: " + disk.source());
            }
        }
        orders.add("make " + wanted.machine());
        hypervisor.make(wanted);
        exchange.answer(hypervisor.status(wanted.machine()));
    }

    private void remove(Exchange exchange) {
        orders.add("remove " + machine(exchange));
        hypervisor.remove(machine(exchange));
        exchange.answerNothing();
    }

    private void order(Exchange exchange) throws IOException {
        UUID machine = machine(exchange);
        orders.add(exchange.parameter("order") + " " + machine);
        switch (exchange.parameter("order")) {
            case "start" -> hypervisor.start(machine);
            case "force-off" -> hypervisor.forceOff(machine);
            case "power-down" -> hypervisor.askToPowerDown(machine);
            default -> throw new ProblemException(ProblemCode.NOT_FOUND, exchange.parameter("order"));
        }
        exchange.answer(hypervisor.status(machine));
    }

    /** The console is the machine's; at a port nobody answers in a simulation. */
    private void probe(Exchange exchange) throws IOException {
        Probe probe = exchange.json(Probe.class);
        String said = hypervisor.console(machine(exchange), 0, ConsoleText.MOST_BYTES).text();
        exchange.answer(probe instanceof Probe.Console console
                ? new ProbeAnswer(said.contains(console.text()), said)
                : new ProbeAnswer(false, "nobody answers"));
    }

    /** Done when asked for the third time. */
    private void detach(Exchange exchange) throws IOException {
        UUID machine = machine(exchange);
        String disk = exchange.parameter("name");
        if (hypervisor.status(machine).state() != MachineState.RUNNING) {
            throw new ProblemException(ProblemCode.CONFLICT, "the machine does not run");
        }
        int times = detaching.merge(machine + "/" + disk, 1, Integer::sum);
        var move = new DiskMove(disk, new DiskSource.Image(java.nio.file.Path.of("/simulated/" + disk),
                DiskSource.Format.QCOW2), 0);
        exchange.answer(new MoveProgress(move, times < 3 ? MoveState.COPYING : MoveState.DONE, "",
                Math.min(times, 3) * DISK_BYTES / 3, DISK_BYTES));
    }

    @Override
    public void close() {
        listener.close();
        behind.close();
    }
}
