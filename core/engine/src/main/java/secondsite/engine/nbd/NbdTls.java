package secondsite.engine.nbd;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * How a server speaks TLS 1.3.
 *
 * @param context the server's own certificate, and whom it trusts
 * @param required a client can do nothing before TLS is begun
 * @param clientCertificate a client must show a certificate that the context trusts
 */
public record NbdTls(SSLContext context, boolean required, boolean clientCertificate) {

    SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(clientCertificate);
        engine.setEnabledProtocols(new String[]{"TLSv1.3"});
        return engine;
    }
}
