package secondsite.drill.deployment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Where the programs of a deployment run, and how they reach each other. Where somebody is found on another port than it listens on,
 * there is something in between.
 *
 * @param host        on which process server and master target listen
 * @param agentSees   the process server's port, as the agent knows it
 * @param gatewaySees the master target's port, as the process server knows it
 * @param atAgent     makes a command run where the agent is
 * @param atServers   makes a command run where the servers are
 */
public record Place(String host, int gatewayPort, int targetPort, int agentSees, int gatewaySees,
        UnaryOperator<List<String>> atAgent, UnaryOperator<List<String>> atServers) {

    /** All on this machine, on ports that are free. */
    public static Place here() throws IOException {
        int gateway = freePort();
        int target = freePort();
        return new Place("127.0.0.1", gateway, target, gateway, target, UnaryOperator.identity(),
                UnaryOperator.identity());
    }

    /** The same, but agent and process server find these ports instead. */
    public Place through(int agentSees, int gatewaySees) {
        return new Place(host, gatewayPort, targetPort, agentSees, gatewaySees, atAgent, atServers);
    }

    /** One that nobody on this machine listens on. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
