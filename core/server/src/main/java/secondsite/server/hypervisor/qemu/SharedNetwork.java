package secondsite.server.hypervisor.qemu;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A network that machines of this host share: a multicast group on the host's loopback, which no frame leaves, and which needs no process
 * between them and no rights. Group and port are made of the network's name: 38 bits, so that two names meet in one group about never.
 */
final class SharedNetwork {

    private static final int FIRST_PORT = 16_384;
    private static final int PORTS = 16_384;

    private SharedNetwork() {}

    /** The words of {@code -netdev socket}. */
    static String words(String name) {
        byte[] digest = digest(name);
        int port = FIRST_PORT + ((digest[3] & 0xff) << Byte.SIZE | digest[4] & 0xff) % PORTS;
        // 239.0.0.0/8 is for everybody's own use; loopback carries nothing else of it.
        return ",mcast=239." + (digest[0] & 0xff) + "." + (digest[1] & 0xff) + "." + (digest[2] & 0xff) + ":" + port
                + ",localaddr=127.0.0.1";
    }

    private static byte[] digest(String name) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
