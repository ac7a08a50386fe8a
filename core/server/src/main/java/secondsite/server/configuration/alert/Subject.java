package secondsite.server.configuration.alert;

/**
 * What an alert is about.
 *
 * @param kind {@code machine}, {@code plan}, or a server's as it stands in its certificate
 * @param id   of a machine or a plan; name of a server
 */
public record Subject(String kind, String id) {

    public static final String MACHINE = "machine";
}
