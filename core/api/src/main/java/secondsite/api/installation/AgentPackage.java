package secondsite.api.installation;

/**
 * A package of the agent.
 *
 * @param file         its name, unique
 * @param architecture as the kernel calls it, like {@code x86_64}
 * @param sha256       in hexadecimal
 */
public record AgentPackage(String file, String version, Kind kind, String architecture, long bytes, String sha256) {

    /** Which tool installs it. */
    public enum Kind {
        DEB, RPM
    }
}
