package secondsite.server.process.push;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.PushOrder;
import secondsite.server.process.push.RemoteRoot.Data;

/** The steps that change something on a machine. Each does again what it is told again. */
final class Steps {

    private static final Duration QUICK = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofMinutes(15);
    private static final Duration COPYING = Duration.ofHours(2);

    private final PackageStore packages;

    Steps(PackageStore packages) {
        this.packages = packages;
    }

    void take(RemoteRoot machine, PushOrder order, PushProgress progress) throws PushFailure, InterruptedException {
        switch (order.step()) {
            case COPY -> copy(machine, order, progress);
            case INSTALL -> versions(machine.run(program("install", order).with("version", of(order).version()),
                    Data.NONE, LONG), progress);
            case REGISTER -> register(machine, order, progress);
            case START -> machine.run(program("start", order), Data.NONE, QUICK);
            case ROLL_BACK -> versions(machine.run(program("roll-back", order), Data.NONE, LONG), progress);
            case UNINSTALL -> uninstall(machine, order, progress);
            case CLEAN -> machine.run(program("clean", order), Data.NONE, LONG);
            default -> throw new IllegalArgumentException(order.step() + " changes nothing");
        }
    }

    private static Program program(String step, PushOrder order) {
        return new Program(step).with("owner", order.owner());
    }

    private static AgentPackage of(PushOrder order) throws PushFailure {
        if (order.agentPackage() == null) {
            throw PushFailure.forGood(ErrorCode.INTERNAL, "the order names no package");
        }
        return order.agentPackage();
    }

    private void copy(RemoteRoot machine, PushOrder order, PushProgress progress)
            throws PushFailure, InterruptedException {
        AgentPackage wanted = of(order);
        Path file = packages.have(wanted, progress);
        Program program = program("copy", order).with("sha256", wanted.sha256()).with("version", wanted.version());
        try (InputStream bytes = Files.newInputStream(file)) {
            Answer answer = machine.run(program,
                    new Data(bytes, sent -> progress.bytes(sent, wanted.bytes())), COPYING);
            progress.bytes(wanted.bytes(), wanted.bytes());
            progress.line(answer.value("kept").isPresent()
                    ? wanted.file() + " was there already"
                    : wanted.file() + ", " + wanted.bytes() + " bytes, is there");
        } catch (IOException e) {
            throw PushFailure.passing(ErrorCode.INTERNAL, "cannot read " + file + ": " + e.getMessage());
        }
    }

    private static void register(RemoteRoot machine, PushOrder order, PushProgress progress)
            throws PushFailure, InterruptedException {
        Program program = program("register", order).with("server", String.valueOf(order.server()))
                .with("authority", order.authority()).with("name", order.machine().name());
        var token = new ByteArrayInputStream((order.token() + "\n").getBytes(StandardCharsets.UTF_8));
        Answer answer = machine.run(program, new Data(token, _ -> {
        }), QUICK);
        progress.line(answer.value("joined").filter("before"::equals).isPresent()
                ? "it had joined before"
                : "it joined as " + order.machine().name());
    }

    private static void uninstall(RemoteRoot machine, PushOrder order, PushProgress progress)
            throws PushFailure, InterruptedException {
        Answer answer = machine.run(program("uninstall", order), Data.NONE, LONG);
        answer.value("kept").ifPresent(kept -> progress.line("kept, for it is not the agent's own: " + kept));
    }

    private static void versions(Answer answer, PushProgress progress) {
        answer.value("version").ifPresent(version -> progress.line("version " + version + " is installed"));
    }
}
