package secondsite.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import secondsite.api.client.Identity;
import secondsite.api.client.SocketLayer;
import secondsite.api.client.TlsIdentity;

/**
 * Makes the server's TLS sockets: TLS 1.3, client certificates, a time-out on silence, and under watch from the first byte
 * of the handshake. The HTTP server itself neither asks for the certificate on such sockets nor limits the handshake. Each connection gets
 * the identity of its moment; sessions of an earlier one are not resumed.
 */
final class WatchedTls extends SSLContextSpi {

    /** An identity, and the sockets that show it. */
    private record Shown(TlsIdentity identity, SSLContext context, SSLSocketFactory sockets) {

        Shown(TlsIdentity identity, SSLContext context) {
            this(identity, context, context.getSocketFactory());
        }
    }

    private final Identity identity;
    private final ConnectionWatch watch;
    private final boolean needed;
    private final HandshakeTurns handshakes = new HandshakeTurns();
    private volatile Shown shown;

    private WatchedTls(Identity identity, ConnectionWatch watch, boolean needed) {
        this.identity = identity;
        this.watch = watch;
        this.needed = needed;
    }

    /** @param needed whether there is no connection without a client certificate; a bad one is refused either way */
    static SSLContext context(Identity identity, ConnectionWatch watch, boolean needed) {
        var tls = new WatchedTls(identity, watch, needed);
        return new Context(tls, tls.shown().context().getProvider());
    }

    /** Two threads may make it at the same time, which does no harm. */
    private Shown shown() {
        TlsIdentity now = identity.current();
        Shown last = shown;
        if (last == null || last.identity() != now) {
            last = new Shown(now, now.sslContext());
            shown = last;
        }
        return last;
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
        return shown().context().getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return strict(shown().context().createSSLEngine());
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return strict(shown().context().createSSLEngine(host, port));
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
        return shown().context().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return shown().context().getClientSessionContext();
    }

    /** Makes its handshake in turns, and gives the last one back however that ends. */
    private static final class InTurn extends SocketLayer {

        private final HandshakeTurns.Turns turns;

        InTurn(SSLSocket inner, HandshakeTurns.Turns turns) {
            super(inner);
            this.turns = turns;
        }

        @Override
        public void startHandshake() throws IOException {
            try {
                super.startHandshake();
            } finally {
                turns.over();
            }
        }
    }

    /** Only puts TLS on connections that were accepted. */
    private final class Sockets extends SSLSocketFactory {
        @Override
        public Socket createSocket(Socket accepted, InputStream consumed, boolean autoClose) throws IOException {
            watch.opened(accepted);
            InputStream peer = accepted.getInputStream();
            var turns = handshakes.of(consumed == null ? peer : new SequenceInputStream(consumed, peer));
            SSLSocket socket = (SSLSocket) shown().sockets().createSocket(accepted, turns, true);
            socket.setEnabledProtocols(new String[]{TlsIdentity.PROTOCOL});
            socket.setWantClientAuth(true);
            if (needed) {
                socket.setNeedClientAuth(true);
            }
            return new InTurn(socket, turns);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return shown().sockets().getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return shown().sockets().getSupportedCipherSuites();
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
