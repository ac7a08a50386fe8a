package secondsite.server.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineState;
import secondsite.api.host.NetworkCard;
import secondsite.server.hypervisor.Guest;

/** A real bridge of this computer, which only root can make, and which QEMU's helper has to be allowed to use, as on any host. */
class BridgeTest extends QemuPlace {

    private static final Path ALLOWED = Path.of("/etc/qemu/bridge.conf");
    private static final String BRIDGE = "ss-test0";
    private static final String MAC = "52:54:00:12:34:07";

    private boolean allowedHere;
    private boolean folderHere;

    @BeforeEach
    void makeBridge() throws Exception {
        assumeThat(System.getProperty("user.name")).as("only root makes a bridge").isEqualTo("root");
        assumeThat(Files.exists(ALLOWED)).as("what is allowed here is not changed: " + ALLOWED).isFalse();
        folderHere = Files.notExists(ALLOWED.getParent());
        Files.createDirectories(ALLOWED.getParent());
        Files.writeString(ALLOWED, "allow " + BRIDGE + "\n");
        allowedHere = true;
        shell("ip", "link", "add", BRIDGE, "type", "bridge");
        shell("ip", "address", "add", "10.213.7.1/24", "dev", BRIDGE);
        shell("ip", "link", "set", BRIDGE, "up");
    }

    @AfterEach
    void removeBridge() throws Exception {
        if (allowedHere) {
            hypervisor.remove(id);
            shell("ip", "link", "delete", BRIDGE);
            Files.delete(ALLOWED);
            if (folderHere) {
                Files.delete(ALLOWED.getParent());
            }
        }
    }

    private static void shell(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command) + ": " + said).isZero();
    }

    @Test
    void aCardOnABridgeHasItsAddressInThatNetworkAndIsReachedThere() throws Exception {
        var card = new NetworkCard(MAC, new CardNetwork.Bridge(BRIDGE), "10.213.7.20/24", "10.213.7.1");
        hypervisor.make(new MachineSpecification(id, "guest", Guest.MEMORY_MEBIBYTES, 1, Guest.boot(), List.of(),
                List.of(card)));
        hypervisor.start(id);
        assertThat(hypervisor.host().bridges()).contains(BRIDGE);
        awaitSaid("address 10.213.7.20/24 of " + MAC);
        await(() -> answer().contains("secondsite-guest is here"));
        hypervisor.askToPowerDown(id);
        await(() -> hypervisor.status(id).state() == MachineState.SHUT_DOWN);
    }

    private static String answer() {
        try (var socket = new Socket()) {
            InetAddress machine = Inet4Address.getByAddress(new byte[]{10, (byte) 213, 7, 20});
            socket.connect(new InetSocketAddress(machine, 80), 1000);
            socket.setSoTimeout(5000);
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
