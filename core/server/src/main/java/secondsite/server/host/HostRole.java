package secondsite.server.host;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import secondsite.api.host.HostStatus;
import secondsite.api.host.MachineStatus;
import secondsite.server.hypervisor.Hypervisor;
import secondsite.server.hypervisor.probe.Probes;
import secondsite.server.hypervisor.probe.Scripts;
import secondsite.server.web.Routes;

/** What a master target is beside keeping replicas: a host of machines, or none. Its end leaves machines running. */
public final class HostRole implements Closeable {

    private final Optional<Platform> platform;
    private Optional<MachineHost> host = Optional.empty();
    private Optional<Waiting> waiting = Optional.empty();

    /**
     * What machines run with.
     *
     * @param hypervisor closed with this
     * @param probes     folder of programs that probes may run; null for none
     * @param firstPort  of those from which forwards are chosen, to {@code lastPort}
     */
    public record Platform(Hypervisor hypervisor, Path probes, int firstPort, int lastPort) {}

    public HostRole(Optional<Platform> platform) {
        this.platform = platform;
    }

    /** Answers from now on; what it is asked about disks as they were, it asks {@code pasts}. Once. */
    public void addTo(Routes routes, Pasts pasts) {
        if (platform.isEmpty()) {
            NoHost.addTo(routes);
            return;
        }
        Hypervisor hypervisor = platform.get().hypervisor();
        var made = new MachineHost(hypervisor, pasts,
                new Forwards(platform.get().firstPort(), platform.get().lastPort()));
        new HostEndpoints(made, hypervisor, new Probes(hypervisor, new Scripts(platform.get().probes())))
                .addTo(routes);
        host = Optional.of(made);
        var tried = new Waiting(hypervisor);
        tried.start();
        waiting = Optional.of(tried);
    }

    /** What it is, and has; empty when it runs no machines. */
    public Optional<HostStatus> status() {
        return host.map(MachineHost::status);
    }

    /** Machines that should run and do not, as of a moment ago; none when it runs no machines. */
    public List<MachineStatus> halted() {
        return waiting.map(Waiting::halted).orElse(List.of());
    }

    @Override
    public void close() {
        waiting.ifPresent(Waiting::close);
        platform.ifPresent(each -> each.hypervisor().close());
    }
}
