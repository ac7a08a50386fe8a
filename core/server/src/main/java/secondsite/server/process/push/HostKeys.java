package secondsite.server.process.push;

import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.Optional;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import secondsite.api.activity.ErrorCode;

/** Whether a machine is the one that it should be: by the fingerprint that is known, or because new ones are believed. */
final class HostKeys implements ServerKeyVerifier {

    private final Optional<String> known;
    private final boolean trustNew;
    private volatile String shown;
    private volatile String first;

    /** @param known the fingerprint that it must have; empty when none is known */
    HostKeys(Optional<String> known, boolean trustNew) {
        this.known = known;
        this.trustNew = trustNew;
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey key) {
        shown = KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
        first = first == null ? shown : first;
        return believed();
    }

    private boolean believed() {
        return known.map(fingerprint -> fingerprint.equals(shown)).orElse(trustNew);
    }

    /** The fingerprint that the machine showed, the one that is believed if one is; empty before. */
    Optional<String> shown() {
        return Optional.ofNullable(shown != null && believed() ? shown : first);
    }

    /** @throws PushFailure when the machine showed a key that is not believed */
    void check() throws PushFailure {
        if (shown == null || believed()) {
            return;
        }
        if (known.isEmpty()) {
            throw PushFailure.forGood(ErrorCode.HOST_KEY_UNKNOWN, "it shows " + shown);
        }
        throw PushFailure.forGood(ErrorCode.HOST_KEY_CHANGED,
                "it shows " + first + ", but should show " + known.get());
    }
}
