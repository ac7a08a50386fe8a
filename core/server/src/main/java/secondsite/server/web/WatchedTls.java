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
 * Makes the server's TLS sockets: TLS 1.3, a client certificate or nothing, a time-out on silence, and under watch from the first byte
 * of the handshake. The HTTP server itself neither asks for the certificate on such sockets nor limits the handshake.
 */
final class WatchedTls extends SSLContextSpi {

    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final SSLContext inner;
    private final ConnectionWatch watch;

    private WatchedTls(SSLContext inner, ConnectionWatch watch) {
        this.inner = inner;
        this.watch = watch;
    }

    static SSLContext context(TlsIdentity identity, ConnectionWatch watch) {
        SSLContext inner = identity.sslContext();
        return new Context(new WatchedTls(inner, watch), inner.getProvider());
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

    private static SSLEngine strict(SSLEngine engine) {
        engine.setEnabledProtocols(new String[]{TlsIdentity.PROTOCOL});
        engine.setNeedClientAuth(true);
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
            socket.setNeedClientAuth(true);
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
