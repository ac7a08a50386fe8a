package secondsite.server.settings;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All of a server's configuration.
 *
 * @param roles   what this program is
 * @param revoked serial numbers of certificates that are no longer accepted, in hexadecimal
 */
public record ServerSettings(List<Role> roles, List<String> revoked,
        ConfigurationServerSettings configurationServer, ProcessServerSettings processServer,
        MasterTargetSettings masterTarget) {

    public ServerSettings {
        roles = Checks.distinct("roles", roles, role -> role);
        revoked = Checks.distinct("revoked", revoked, serial -> new BigInteger(serial, 16));
    }

    /** The numbers of the certificates that are no longer accepted. */
    public Set<BigInteger> revokedSerials() {
        return revoked.stream().map(serial -> new BigInteger(serial, 16)).collect(Collectors.toUnmodifiableSet());
    }
}
