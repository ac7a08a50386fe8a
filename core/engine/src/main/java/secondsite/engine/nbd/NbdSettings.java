package secondsite.engine.nbd;

import java.time.Duration;

/**
 * The limits of a server.
 *
 * @param connections clients that have chosen an export, at once; more are refused
 * @param handshakes clients that have not yet, at once; for another one the oldest of them is dropped
 * @param handshakeTime how long a client may take to choose
 * @param tls null: no TLS is offered
 */
public record NbdSettings(int connections, int handshakes, Duration handshakeTime, NbdTls tls) {

    /** 64 connections, 64 handshakes of 10 s, no TLS. */
    public static final NbdSettings DEFAULT = new NbdSettings(64, 64, Duration.ofSeconds(10), null);

    public NbdSettings {
        if (connections < 1 || handshakes < 1 || !handshakeTime.isPositive()) {
            throw new IllegalArgumentException("limits of an NBD server must be positive");
        }
    }

    public NbdSettings withTls(NbdTls with) {
        return new NbdSettings(connections, handshakes, handshakeTime, with);
    }
}
