package secondsite.app.kept;

import java.net.URI;

/**
 * A configuration server that somebody has signed in at.
 *
 * @param name      for people; unique
 * @param server    like {@code https://core.example.net:19442}
 * @param authority fingerprint of the deployment's authority, as {@code secondsite login} takes it
 * @param user      who signed in last; empty when that is not known
 */
public record Profile(String name, URI server, String authority, String user, Environment environment) {

    public Profile {
        if (name == null || server == null || authority == null || environment == null) {
            throw new IllegalArgumentException("a profile has a name, a server, an authority and an environment");
        }
        user = user == null ? "" : user;
    }
}
