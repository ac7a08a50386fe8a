package secondsite.api.client;

import java.io.IOException;
import java.io.OutputStream;
import javax.net.ssl.SSLSocket;

/** Gathers what is written to a TLS socket. */
final class GatheringSocket extends SocketLayer {

    private final OutputStream out;

    /** @param inner connected, before its handshake */
    GatheringSocket(SSLSocket inner) throws IOException {
        super(inner);
        this.out = new GatheredWrites(inner.getOutputStream());
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }
}
