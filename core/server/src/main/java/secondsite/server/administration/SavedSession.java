package secondsite.server.administration;

import java.net.URI;
import secondsite.api.client.Connection;
import secondsite.api.client.Fingerprint;

/**
 * With what a person who signed in goes on.
 *
 * @param authority fingerprint of the deployment's authority
 */
record SavedSession(URI server, String authority, String user, String token) {

    Connection connect() {
        return new Connection(server, new Fingerprint(authority), token, Connection.Patience.DEFAULTS);
    }

    /** How to begin another one. */
    String again() {
        return "secondsite login --server " + server + " --authority " + authority + " --user " + user;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "SavedSession[" + user + " at " + server + "]";
    }
}
