package secondsite.server.configuration.alert;

/**
 * What an alert is about.
 *
 * @param kind {@code machine}, or a server's as it stands in its certificate
 * @param id   of a machine; name of a server
 */
public record Subject(String kind, String id) {

    public static final String MACHINE = "machine";
}
