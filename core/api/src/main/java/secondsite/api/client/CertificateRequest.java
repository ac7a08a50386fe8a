package secondsite.api.client;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import javax.security.auth.x500.X500Principal;

/**
 * A new key, and a request (PKCS#10) for a certificate for it. Written here because it is a few bytes in a fixed frame, and the library
 * that does it would be the largest part of an agent.
 */
public record CertificateRequest(PrivateKey key, String pem) {

    private static final String CURVE = "secp256r1";
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SEQUENCE = 0x30;
    private static final int BIT_STRING = 0x03;
    private static final int ATTRIBUTES = 0xa0;
    private static final byte[] VERSION = {0x02, 0x01, 0x00};
    /** Object id 1.2.840.10045.4.3.2, ecdsa-with-SHA256. */
    private static final byte[] ECDSA_WITH_SHA256 = {0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04,
            0x03, 0x02};
    private static final byte[] NO_UNUSED_BITS = {0};

    /** @param name of the program, for people: the server decides what stands in the certificate */
    public static CertificateRequest create(String name, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE), random);
            KeyPair pair = generator.generateKeyPair();
            byte[] info = der(SEQUENCE, VERSION, new X500Principal("CN=" + name).getEncoded(),
                    pair.getPublic().getEncoded(), der(ATTRIBUTES));
            Signature signature = Signature.getInstance(SIGNATURE);
            signature.initSign(pair.getPrivate(), random);
            signature.update(info);
            byte[] request = der(SEQUENCE, info, der(SEQUENCE, ECDSA_WITH_SHA256),
                    der(BIT_STRING, NO_UNUSED_BITS, signature.sign()));
            return new CertificateRequest(pair.getPrivate(), Pem.of("CERTIFICATE REQUEST", request));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do " + SIGNATURE, e);
        }
    }

    /** A tag, the length of all that follows, and that. */
    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        var whole = new ByteArrayOutputStream();
        whole.write(tag);
        if (length < 0x80) {
            whole.write(length);
        } else if (length < 0x100) {
            whole.writeBytes(new byte[]{(byte) 0x81, (byte) length});
        } else {
            whole.writeBytes(new byte[]{(byte) 0x82, (byte) (length >> 8), (byte) length});
        }
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "CertificateRequest[]";
    }
}
