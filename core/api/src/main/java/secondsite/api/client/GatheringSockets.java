package secondsite.api.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Puts TLS on connections of the HTTP client, and gathers what it writes: it writes 8 KiB at a time, and a record of TLS costs both ends
 * system calls and setting up, however short it is.
 */
final class GatheringSockets extends SSLSocketFactory {

    private final SSLSocketFactory inner;

    GatheringSockets(SSLSocketFactory inner) {
        this.inner = inner;
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        return new GatheringSocket((SSLSocket) inner.createSocket(connected, host, port, autoClose));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return inner.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return inner.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw onlyConnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw onlyConnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw onlyConnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw onlyConnected();
    }

    private static UnsupportedOperationException onlyConnected() {
        return new UnsupportedOperationException("the HTTP client connects by itself");
    }
}
