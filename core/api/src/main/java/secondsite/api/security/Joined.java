package secondsite.api.security;

/**
 * A program's certificate.
 *
 * @param certificate in PEM
 * @param authority   of the deployment, in PEM
 */
public record Joined(String certificate, String authority) {}
