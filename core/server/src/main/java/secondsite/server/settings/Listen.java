package secondsite.server.settings;

/**
 * Where a role listens.
 *
 * @param port        0 for any free one
 * @param connections at once; further ones wait to be accepted
 * @param bodies      memory for bodies that are being received
 */
public record Listen(String host, int port, int connections, Size bodies) {

    public Listen {
        Checks.given("host", host);
        Checks.within("port", port, 0, 65_535);
        Checks.within("connections", connections, 1, 1_000_000);
        Checks.atLeast("bodies", bodies, 16L << 20);
    }
}
