package secondsite.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import secondsite.api.client.TlsIdentity;

/**
 * Makes the server's TLS sockets: TLS 1.3, client certificates, a time-out on silence, and under watch from the first byte
 * of the handshake. The HTTP server itself neither asks for the certificate on such sockets nor limits the handshake.
 */
final class WatchedTls extends SSLContextSpi {

    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final SSLContext inner;
    private final ConnectionWatch watch;
    private final boolean needed;

    private WatchedTls(SSLContext inner, ConnectionWatch watch, boolean needed) {
        this.inner = inner;
        this.watch = watch;
        this.needed = needed;
    }

    /** @param needed whether there is no connection without a client certificate; a bad one is refused either way */
    static SSLContext context(TlsIdentity identity, ConnectionWatch watch, boolean needed) {
        SSLContext inner = identity.sslContext();
        return new Context(new WatchedTls(inner, watch, needed), inner.getProvider());
    }

    private static final class Context extends SSLContext {
        Context(SSLContextSpi spi, Provider provider) {
            super(spi, provider, TlsIdentity.PROTOCOL);
        }
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("already initialized");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return new Sockets();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return inner.getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return strict(inner.createSSLEngine());
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return strict(inner.createSSLEngine(host, port));
    }

    private SSLEngine strict(SSLEngine engine) {
        engine.setEnabledProtocols(new String[]{TlsIdentity.PROTOCOL});
        engine.setWantClientAuth(true);
        if (needed) {
            engine.setNeedClientAuth(true);
        }
        return engine;
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return inner.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return inner.getClientSessionContext();
    }

    /** Only puts TLS on connections that were accepted. */
    private final class Sockets extends SSLSocketFactory {
        private final SSLSocketFactory factory = inner.getSocketFactory();

        @Override
        public Socket createSocket(Socket accepted, InputStream consumed, boolean autoClose) throws IOException {
            watch.opened(accepted);
            accepted.setSoTimeout((int) SILENCE.toMillis());
            SSLSocket socket = (SSLSocket) factory.createSocket(accepted, consumed, true);
            socket.setEnabledProtocols(new String[]{TlsIdentity.PROTOCOL});
            socket.setWantClientAuth(true);
            if (needed) {
                socket.setNeedClientAuth(true);
            }
            return socket;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return factory.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return factory.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(Socket connected, String host, int port, boolean autoClose) {
            throw new UnsupportedOperationException("a server accepts");
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("a server accepts");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException("a server accepts");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("a server accepts");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException("a server accepts");
        }
    }
}
