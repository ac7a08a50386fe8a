package secondsite.server.configuration.security;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import secondsite.api.ProblemCode;
import secondsite.api.client.Pem;
import secondsite.server.web.ProblemException;

/** Reads certificate requests (PKCS#10). Only the key in them counts: who asks is decided otherwise. */
final class CertificateRequests {

    private static final int LIMIT_CHARACTERS = 16 << 10;
    private static final int RSA_BITS_LEAST = 2048;
    private static final int RSA_BITS_MOST = 8192;
    private static final int CURVE_BITS_LEAST = 256;

    private CertificateRequests() {}

    /** The key, which whoever made the request has. @throws ProblemException when the request is none, or the key too weak */
    static PublicKey key(String pem) {
        if (pem == null || pem.length() > LIMIT_CHARACTERS) {
            throw refused("'request' is missing or longer than " + LIMIT_CHARACTERS + " characters");
        }
        try {
            var request = new JcaPKCS10CertificationRequest(
                    Pem.blocks("'request'", pem, "CERTIFICATE REQUEST").getFirst());
            PublicKey key = request.getPublicKey();
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw refused("'request' is not signed with its own key");
            }
            if (!strong(key)) {
                throw refused("the key of 'request' is too weak, or of a kind that is not taken: use a curve of "
                        + CURVE_BITS_LEAST + " bits or more, or RSA of " + RSA_BITS_LEAST + " to " + RSA_BITS_MOST);
            }
            return key;
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException e) {
            throw refused("'request' is no certificate request: " + e.getMessage());
        } catch (ProblemException e) {
            throw e;
        } catch (RuntimeException e) {
            throw refused("'request' is no certificate request");
        }
    }

    private static boolean strong(PublicKey key) {
        return switch (key) {
            case ECPublicKey curve -> curve.getParams().getOrder().bitLength() >= CURVE_BITS_LEAST;
            case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= RSA_BITS_LEAST
                    && rsa.getModulus().bitLength() <= RSA_BITS_MOST;
            default -> false;
        };
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemCode.BAD_REQUEST, why);
    }
}
