package secondsite.server.hypervisor.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.NetworkCard;
import secondsite.api.host.Probe;
import secondsite.api.host.ProbeAnswer;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.HypervisorException.Reason;

/**
 * Programs that the host's administrator put into a folder, to look at machines. Each is run without a shell and with an environment of its
 * own: {@code SECONDSITE_MACHINE}, {@code SECONDSITE_NAME}, and for each forward {@code SECONDSITE_PORT_<machine's port>=<host's port>}.
 */
public final class Scripts {

    /** Who asks waits meanwhile. */
    private static final int MOST_SECONDS = 60;
    private static final int SAID_BYTES = 4 << 10;
    private static final int DISCARD_BYTES = 64 << 10;

    private final Path folder;

    /** @param folder null for none */
    public Scripts(Path folder) {
        this.folder = folder;
    }

    ProbeAnswer run(MachineSpecification machine, Probe.Script script) throws HypervisorException {
        var builder = new ProcessBuilder(command(script)).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment(machine));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return answer(process, Math.min(script.seconds(), MOST_SECONDS));
        } catch (IOException e) {
            throw new HypervisorException(Reason.NOT_INSTALLED, "the program " + script.program()
                    + " cannot be run: " + e.getMessage(), e);
        }
    }

    private List<String> command(Probe.Script script) throws HypervisorException {
        if (folder == null) {
            throw new HypervisorException(Reason.NOT_INSTALLED,
                    "this host has no folder with programs for probes: name one in"
                            + " masterTarget.machines.probes of its settings, and restart the master target");
        }
        Path program = folder.resolve(script.program());
        if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
            throw new HypervisorException(Reason.NOT_INSTALLED,
                    "there is no program " + program
                            + " on this host that could be run: put it there, and make it executable");
        }
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(script.arguments());
        return command;
    }

    private static Map<String, String> environment(MachineSpecification machine) {
        Map<String, String> environment = new TreeMap<>(
                Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LC_ALL", "C.UTF-8",
                        "SECONDSITE_MACHINE", machine.machine().toString(), "SECONDSITE_NAME", machine.name()));
        for (NetworkCard card : machine.cards()) {
            List<CardNetwork.Forward> forwards = switch (card.network()) {
                case CardNetwork.Isolated isolated -> isolated.forwards();
                case CardNetwork.Translated translated -> translated.forwards();
                case CardNetwork.Bridge _,CardNetwork.Shared _ -> List.of();
            };
            forwards.forEach(forward -> environment.putIfAbsent("SECONDSITE_PORT_" + forward.machinePort(),
                    Integer.toString(forward.hostPort())));
        }
        return environment;
    }

    private static ProbeAnswer answer(Process process, int seconds) throws IOException {
        var said = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> said.complete(said(process.getInputStream())));
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                return new ProbeAnswer(false, "it did not end within " + seconds + " s, and was stopped");
            }
            String text = said.completeOnTimeout("", 1, TimeUnit.SECONDS).join();
            return new ProbeAnswer(process.exitValue() == 0, "it ended with " + process.exitValue()
                    + (text.isBlank() ? "" : ": " + Probes.shortened(text)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while it ran; ask again", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The beginning; the rest is read so that the program is not held up. */
    private static String said(InputStream out) {
        try (out) {
            String text = new String(out.readNBytes(SAID_BYTES), StandardCharsets.UTF_8);
            byte[] rest = new byte[DISCARD_BYTES];
            while (out.read(rest) >= 0) {
                // is not kept
            }
            return text;
        } catch (IOException _) {
            return "";
        }
    }
}
