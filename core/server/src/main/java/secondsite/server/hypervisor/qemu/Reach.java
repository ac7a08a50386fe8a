package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.NetworkCard;
import secondsite.api.qmp.Qmp;
import secondsite.api.qmp.QmpException;
import secondsite.api.qmp.QmpSilenceException;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.HypervisorException.Reason;

/**
 * Whether a machine answers at a port. QEMU accepts every connection at a forwarded port by itself, before the machine has; so it is asked
 * whether it has got through.
 */
final class Reach {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int LOOK_MILLIS = 50;

    private final InetSocketAddress at;
    private final Qmp qmp;

    Reach(InetSocketAddress at, Qmp qmp) {
        this.at = at;
        this.qmp = qmp;
    }

    /** Where the host reaches a port. */
    static InetSocketAddress of(MachineSpecification specification, int port) throws HypervisorException {
        for (NetworkCard card : specification.cards()) {
            switch (card.network()) {
                case CardNetwork.Isolated isolated when forward(isolated.forwards(), port) != null -> {
                    return forward(isolated.forwards(), port);
                }
                case CardNetwork.Translated translated when forward(translated.forwards(), port) != null -> {
                    return forward(translated.forwards(), port);
                }
                case CardNetwork.Bridge _ when card.address() != null -> {
                    return new InetSocketAddress(card.address().substring(0, card.address().indexOf('/')), port);
                }
                default -> {
                }
            }
        }
        throw new HypervisorException(Reason.NO_NETWORK, "this host does not reach port " + port + " of machine '"
                + specification.name() + "': make it with a card that has a forward to this port, or with one at a"
                + " bridge, with its address");
    }

    private static InetSocketAddress forward(Iterable<CardNetwork.Forward> forwards, int port) {
        for (CardNetwork.Forward forward : forwards) {
            if (forward.machinePort() == port) {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), forward.hostPort());
            }
        }
        return null;
    }

    boolean accepted() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var socket = new Socket()) {
            socket.connect(at, (int) PATIENCE.toMillis());
            if (!at.getAddress().isLoopbackAddress()) {
                return true;
            }
            socket.setSoTimeout(LOOK_MILLIS);
            while (System.nanoTime() < deadline) {
                if (gotThrough()) {
                    return true;
                }
                Boolean answered = answered(socket);
                if (answered != null) {
                    return answered;
                }
            }
            return false;
        } catch (QmpException | QmpSilenceException e) {
            throw e;
        } catch (IOException _) {
            return false;
        }
    }

    private boolean gotThrough() throws IOException {
        String connections = qmp.ask("human-monitor-command", Map.of("command-line", "info usernet")).asText();
        return Pattern.compile("^ *TCP\\[ESTABLISHED\\] +\\d+ +\\S+ +" + at.getPort() + " ", Pattern.MULTILINE)
                .matcher(connections).find();
    }

    /** Whether something came; false when the connection was closed instead, null when nothing happened. */
    private static Boolean answered(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException _) {
            return null;
        }
    }
}
