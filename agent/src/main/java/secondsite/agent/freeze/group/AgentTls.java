package secondsite.agent.freeze.group;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import secondsite.api.client.Identity;
import secondsite.api.client.TlsIdentity;

/**
 * TLS 1.3 between agents. Both show the certificate of an agent, whichever of them was called: a certificate that is good for calling
 * others is good here, and whom it names counts, not under which address it was found.
 */
final class AgentTls {

    private record Known(TlsIdentity of, SSLContext context) {}

    private final Identity identity;
    private volatile Known newest;

    /** @param identity asked at each connection, so that a renewed certificate is shown from then on */
    AgentTls(Identity identity) {
        this.identity = identity;
        this.newest = known(identity.current());
    }

    private SSLContext context() {
        TlsIdentity now = identity.current();
        Known known = newest;
        if (known.of() != now) {
            known = known(now);
            newest = known;
        }
        return known.context();
    }

    private static Known known(TlsIdentity identity) {
        try {
            SSLContext context = SSLContext.getInstance(TlsIdentity.PROTOCOL);
            context.init(new X509KeyManager[]{identity.keyManager()},
                    new TrustManager[]{new AgentsTrust(identity.trustManager())}, null);
            return new Known(identity, context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do " + TlsIdentity.PROTOCOL, e);
        }
    }

    /** Over a connection that was accepted; the handshake is to come. */
    SSLSocket called(Socket socket) throws IOException {
        SSLSocket tls = (SSLSocket) context().getSocketFactory().createSocket(socket, null, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setNeedClientAuth(true);
        parameters.setProtocols(new String[]{TlsIdentity.PROTOCOL});
        tls.setSSLParameters(parameters);
        return tls;
    }

    /** Over a connection to another agent; the handshake is to come. */
    SSLSocket calling(Socket socket) throws IOException {
        SSLSocket tls = (SSLSocket) context().getSocketFactory().createSocket(socket,
                socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        tls.setEnabledProtocols(new String[]{TlsIdentity.PROTOCOL});
        return tls;
    }

    /** Trusts what the deployment's authority signed for somebody who calls. */
    private static final class AgentsTrust extends X509ExtendedTrustManager {

        private final X509TrustManager trust;

        AgentsTrust(X509TrustManager trust) {
            this.trust = trust;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            trust.checkClientTrusted(chain, kind);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            trust.checkClientTrusted(chain, kind);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            trust.checkClientTrusted(chain, kind);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            trust.checkClientTrusted(chain, kind);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            trust.checkClientTrusted(chain, kind);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            trust.checkClientTrusted(chain, kind);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trust.getAcceptedIssuers();
        }
    }
}
