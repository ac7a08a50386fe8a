package secondsite.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a configuration server needs to know.
 *
 * @param directory    holds the database, and the deployment's authority with its key
 * @param hosts        names and addresses under which others reach it
 * @param certificates how long those that it issues are valid
 * @param scripts      folder of the programs that recovery plans may run; null for none
 * @param packages     folder of the agent's packages; null for none
 */
public record ConfigurationServerSettings(Path directory, Listen listen, List<String> hosts, Span certificates,
        Path scripts, Path packages) {

    public ConfigurationServerSettings {
        Checks.given("directory", directory);
        Checks.given("listen", listen);
        hosts = Checks.distinct("hosts", hosts, host -> host);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("'hosts' is empty; nobody could reach the server by its name");
        }
        if (Checks.given("certificates", certificates).duration().compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException(
                    "'certificates' is " + certificates + "; at least 1 h is needed to renew them in time");
        }
    }

    /** Without programs that plans may run. */
    public ConfigurationServerSettings(Path directory, Listen listen, List<String> hosts, Span certificates) {
        this(directory, listen, hosts, certificates, null, null);
    }

    /** Without packages of the agent. */
    public ConfigurationServerSettings(Path directory, Listen listen, List<String> hosts, Span certificates,
            Path scripts) {
        this(directory, listen, hosts, certificates, scripts, null);
    }
}
