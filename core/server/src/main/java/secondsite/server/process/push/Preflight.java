package secondsite.server.process.push;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;
import secondsite.api.installation.PushOrder;
import secondsite.api.installation.PushStatus;
import secondsite.server.process.push.RemoteRoot.Data;
import secondsite.server.process.push.check.AgentCheck;
import secondsite.server.process.push.check.Check;
import secondsite.server.process.push.check.DisksCheck;
import secondsite.server.process.push.check.Found;
import secondsite.server.process.push.check.LockCheck;
import secondsite.server.process.push.check.ServicesCheck;
import secondsite.server.process.push.check.SpaceCheck;
import secondsite.server.process.push.check.SystemCheck;
import secondsite.server.process.push.check.TimeCheck;
import secondsite.server.process.push.check.TracingCheck;
import secondsite.server.process.push.check.WayBackCheck;

/** Looks at everything that an installation needs, and changes nothing. What is missing is told, not thrown: all of it at once. */
final class Preflight {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final InstantSource clock;

    Preflight(InstantSource clock) {
        this.clock = clock;
    }

    private static List<Check> checks() {
        return List.of(new LockCheck(), new SystemCheck(), new ServicesCheck(), new SpaceCheck(), new TimeCheck(),
                new WayBackCheck(), new TracingCheck(), new DisksCheck(), new AgentCheck());
    }

    /** @throws PushFailure when the connection is lost meanwhile */
    void look(RemoteRoot machine, PushOrder order, HostKeys keys, PushProgress progress)
            throws PushFailure, InterruptedException {
        Found found = found(machine, order);
        progress.facts(facts(found));
        var checks = new ArrayList<>(Stages.passed(details(order, keys)));
        checks().forEach(check -> checks.add(check.look(found)));
        progress.checks(checks);
    }

    /** The connection itself failed, which is a finding. */
    void unreached(PushFailure failure, PushOrder order, HostKeys keys, PushProgress progress) {
        var checks = new ArrayList<>(Stages.failed(failure, details(order, keys)));
        checks().forEach(check -> checks.add(PreflightCheck.skipped(check.name())));
        progress.checks(checks);
    }

    private static Map<Name, String> details(PushOrder order, HostKeys keys) {
        var details = new HashMap<Name, String>();
        details.put(Name.ADDRESS, order.machine().address());
        details.put(Name.PORT, String.valueOf(order.machine().sshPort()));
        details.put(Name.CREDENTIALS, order.signIn().userName());
        keys.shown().ifPresent(shown -> details.put(Name.HOST_KEY, shown));
        return details;
    }

    /** The clock of here is read before and after; the machine's was read somewhere in between. */
    private Found found(RemoteRoot machine, PushOrder order) throws PushFailure, InterruptedException {
        Program program = new Program("facts").with("owner", order.owner())
                .with("server_host", order.server() == null ? null : host(order))
                .with("server_port", order.server() == null ? null : String.valueOf(order.server().getPort()));
        var asked = clock.instant();
        Answer answer = machine.run(program, Data.NONE, LIMIT);
        return new Found(answer::value, answer::all, order, asked, clock.instant());
    }

    private static String host(PushOrder order) {
        return order.server().getHost().replace("[", "").replace("]", "");
    }

    private static PushStatus.Facts facts(Found found) {
        Optional<AgentPackage.Kind> kind = found.kind();
        return new PushStatus.Facts(found.text("host").orElse(null), found.system(), kind.orElse(null),
                found.text("architecture").orElse(null), found.text("version").orElse(null),
                found.text("before").orElse(null), found.joinedHere() ? found.text("agent").orElse(null) : null);
    }
}
