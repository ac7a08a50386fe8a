package secondsite.agent.configuration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * Where the machine reaches a disk: a unix socket, or a port of the loopback interface, since NBD there has neither password nor
 * encryption. Exactly one of the two is not null.
 */
public record NbdAddress(Path unix, InetSocketAddress tcp) {

    public NbdAddress {
        if (unix == null == (tcp == null)) {
            throw new IllegalArgumentException("an address is either unix: a path, or tcp: host:port");
        }
        if (tcp != null && !tcp.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(tcp + " is not on the loopback interface");
        }
    }

    @JsonCreator
    static NbdAddress of(@JsonProperty("unix") Path unix, @JsonProperty("tcp") String tcp) {
        return new NbdAddress(unix, tcp == null ? null : port(tcp));
    }

    /**
     * A port of the loopback interface: {@code port}, or {@code host:port}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static InetSocketAddress port(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
        try {
            return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(text.substring(colon + 1)));
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no address like 127.0.0.1:10809", e);
        }
    }

    /** For a server to listen on. */
    public SocketAddress socket() {
        return unix == null ? tcp : UnixDomainSocketAddress.of(unix);
    }

    NbdAddress in(Path folder) {
        return unix == null ? this : new NbdAddress(folder.resolve(unix), null);
    }
}
