package secondsite.server.hypervisor.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.UUID;
import secondsite.api.host.ConsoleText;
import secondsite.api.host.Probe;
import secondsite.api.host.ProbeAnswer;
import secondsite.server.hypervisor.Hypervisor;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.HypervisorException.Reason;

/** Asks a machine once whether it works. That it does not run, or not yet answer, is an answer; what cannot be asked is an error. */
public final class Probes {

    private static final int EVIDENCE = 200;

    private final Hypervisor hypervisor;
    private final Scripts scripts;

    public Probes(Hypervisor hypervisor, Scripts scripts) {
        this.hypervisor = hypervisor;
        this.scripts = scripts;
    }

    /** @throws HypervisorException when there is no such machine, the host does not reach its port, or has no such program */
    public ProbeAnswer ask(UUID machine, Probe probe) throws HypervisorException {
        try {
            return switch (probe) {
                case Probe.Console console -> console(machine, console.text());
                case Probe.Tcp tcp -> tcp(machine, tcp.port());
                case Probe.Http http -> http(machine, http);
                case Probe.Script script -> scripts.run(hypervisor.specification(machine), script);
            };
        } catch (HypervisorException e) {
            if (e.reason() == Reason.WRONG_STATE || e.reason() == Reason.DIED) {
                return new ProbeAnswer(false, e.getMessage());
            }
            throw e;
        }
    }

    private ProbeAnswer console(UUID machine, String text) throws HypervisorException {
        String last = "";
        for (ConsoleText piece = piece(machine, 0); !piece.text().isEmpty(); piece = piece(machine, piece.next())) {
            String seen = last + piece.text().replace("\r", "");
            int found = seen.indexOf(text);
            if (found >= 0) {
                return new ProbeAnswer(true, "it said: " + line(seen, found, text.length()));
            }
            // What is looked for may lie across two pieces.
            last = seen.substring(Math.max(0, seen.length() - Math.max(text.length(), EVIDENCE)));
        }
        return new ProbeAnswer(false, last.isBlank()
                ? "it has said nothing yet"
                : "it has not said that; at last it said: "
                        + line(last.stripTrailing(), last.stripTrailing().length() - 1, 1));
    }

    private ConsoleText piece(UUID machine, long offset) throws HypervisorException {
        return hypervisor.console(machine, offset, ConsoleText.MOST_BYTES);
    }

    private static String line(String text, int at, int length) {
        int begin = Math.max(text.lastIndexOf('\n', at) + 1, at - EVIDENCE);
        int end = text.indexOf('\n', at);
        return text.substring(begin,
                Math.min(end < 0 ? text.length() : Math.max(end, at + length), begin + 2 * EVIDENCE));
    }

    private ProbeAnswer tcp(UUID machine, int port) throws HypervisorException {
        return hypervisor.accepts(machine, port)
                ? new ProbeAnswer(true, "port " + port + " accepts connections")
                : new ProbeAnswer(false, "port " + port + " accepts no connection");
    }

    private ProbeAnswer http(UUID machine, Probe.Http probe) throws HypervisorException {
        InetSocketAddress at = hypervisor.reach(machine, probe.port());
        try {
            HttpAnswer answer = HttpAnswer.get(at, probe.path());
            if (answer.status() != probe.status()) {
                return new ProbeAnswer(false, "it answered with status " + answer.status() + ", not " + probe.status());
            }
            if (!answer.body().contains(probe.contains())) {
                return new ProbeAnswer(false,
                        "«" + probe.contains() + "» is not in its answer: " + shortened(answer.body()));
            }
            return new ProbeAnswer(true,
                    "it answered with status " + answer.status() + ": " + shortened(answer.body()));
        } catch (IOException e) {
            return new ProbeAnswer(false, "port " + probe.port() + " does not answer: " + e.getMessage());
        }
    }

    static String shortened(String text) {
        String plain = text.strip();
        return plain.length() <= EVIDENCE ? plain : plain.substring(0, EVIDENCE) + "…";
    }
}
