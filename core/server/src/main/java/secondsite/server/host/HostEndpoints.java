package secondsite.server.host;

import java.io.IOException;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.host.ConsoleText;
import secondsite.api.host.DiskMove;
import secondsite.api.host.DiskSource;
import secondsite.api.host.Hosting;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MoveProgress;
import secondsite.api.host.MoveState;
import secondsite.api.host.Probe;
import secondsite.server.hypervisor.Hypervisor;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.probe.Probes;
import secondsite.server.web.Endpoint;
import secondsite.server.web.Exchange;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** Orders for machines of this host. Only the configuration server gives them. */
public final class HostEndpoints {

    private static final String MACHINE = Hosting.MACHINES + "/{machine}";
    private static final String DISK = MACHINE + "/disks/{disk}";
    private static final long LONGEST_REQUEST_BYTES = 256 << 10;

    private final MachineHost host;
    private final Hypervisor hypervisor;
    private final Probes probes;

    HostEndpoints(MachineHost host, Hypervisor hypervisor, Probes probes) {
        this.host = host;
        this.hypervisor = hypervisor;
        this.probes = probes;
    }

    void addTo(Routes routes) {
        routes.get(Hosting.HOST, asked(exchange -> exchange.answer(host.status())))
                .get(Hosting.MACHINES, asked(exchange -> exchange.answer(hypervisor.machines())))
                .put(MACHINE, LONGEST_REQUEST_BYTES, asked(this::make))
                .get(MACHINE, asked(exchange -> exchange.answer(hypervisor.status(machine(exchange)))))
                .get(MACHINE + "/specification",
                        asked(exchange -> exchange.answer(host.specification(machine(exchange)))))
                .delete(MACHINE, asked(this::remove))
                .post(MACHINE + "/start", order(hypervisor::start))
                .post(MACHINE + "/power-down", order(hypervisor::askToPowerDown))
                .post(MACHINE + "/force-off", order(hypervisor::forceOff))
                .post(MACHINE + "/pause", order(hypervisor::pause))
                .post(MACHINE + "/resume", order(hypervisor::resume))
                .post(MACHINE + "/reset", order(hypervisor::reset))
                .get(MACHINE + "/picture", asked(this::picture))
                .get(MACHINE + "/console", asked(this::console))
                .post(MACHINE + "/probes", asked(this::probe))
                .put(DISK + "/move", LONGEST_REQUEST_BYTES, asked(this::beginMove))
                .get(DISK + "/move", asked(exchange -> exchange
                        .answer(hypervisor.move(machine(exchange), exchange.parameter("disk")))))
                .delete(DISK + "/move", asked(this::cancelMove))
                .put(DISK + "/detachment", LONGEST_REQUEST_BYTES, asked(this::detach));
    }

    /** Done for the configuration server, and what goes wrong is told so that it knows what to do. */
    private static Endpoint asked(Endpoint work) {
        return exchange -> {
            refuseOthers(exchange);
            try {
                work.answer(exchange);
            } catch (HypervisorException e) {
                throw Refused.of(e);
            }
        };
    }

    static void refuseOthers(Exchange exchange) {
        if (exchange.peer().kind() != Peer.Kind.CONFIGURATION_SERVER) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, exchange.peer() + " may not ask for this");
        }
    }

    @FunctionalInterface
    private interface Order {
        void to(UUID machine) throws HypervisorException;
    }

    private Endpoint order(Order order) {
        return asked(exchange -> {
            UUID machine = machine(exchange);
            order.to(machine);
            exchange.answer(hypervisor.status(machine));
        });
    }

    private static UUID machine(Exchange exchange) {
        return exchange.uuid("machine");
    }

    private void make(Exchange exchange) throws IOException {
        MachineSpecification asked = exchange.json(MachineSpecification.class);
        if (!asked.machine().equals(machine(exchange))) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "the path names machine " + machine(exchange) + ", and the body " + asked.machine());
        }
        exchange.answer(host.make(asked));
    }

    private void remove(Exchange exchange) throws IOException {
        hypervisor.remove(machine(exchange));
        exchange.answerNothing();
    }

    private void picture(Exchange exchange) throws IOException {
        exchange.answer(200, "image/png", hypervisor.picture(machine(exchange)));
    }

    private void console(Exchange exchange) throws IOException {
        long most = exchange.optionalNumber("most").orElse(ConsoleText.MOST_BYTES);
        exchange.answer(hypervisor.console(machine(exchange), exchange.optionalNumber("offset").orElse(0),
                Math.clamp(most, -1, Integer.MAX_VALUE)));
    }

    private void probe(Exchange exchange) throws IOException {
        exchange.answer(probes.ask(machine(exchange), exchange.json(Probe.class)));
    }

    private void beginMove(Exchange exchange) throws IOException {
        DiskMove move = exchange.json(DiskMove.class);
        if (!move.disk().equals(exchange.parameter("disk"))) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "the path names disk '" + exchange.parameter("disk") + "', and the body '" + move.disk() + "'");
        }
        if (move.to() instanceof DiskSource.Past || move.to() instanceof DiskSource.Overlay) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "'to' is " + move.to() + ", where no disk can be moved to");
        }
        UUID machine = machine(exchange);
        hypervisor.beginMove(machine, move);
        MoveProgress progress = hypervisor.move(machine, move.disk());
        if (progress.state() == MoveState.COPYING && progress.move().bytesPerSecond() != move.bytesPerSecond()) {
            hypervisor.limitMove(machine, move.disk(), move.bytesPerSecond());
        }
        exchange.answer(hypervisor.move(machine, move.disk()));
    }

    private void cancelMove(Exchange exchange) throws IOException {
        hypervisor.cancelMove(machine(exchange), exchange.parameter("disk"));
        exchange.answerNothing();
    }

    private void detach(Exchange exchange) throws IOException {
        exchange.answer(hypervisor.detach(machine(exchange), exchange.parameter("disk"),
                exchange.optionalNumber("bytesPerSecond").orElse(0)));
    }
}
