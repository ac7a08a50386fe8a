package secondsite.app.networks;

import secondsite.api.site.Network;

/**
 * A network with what takes its place.
 *
 * @param site       name of its site
 * @param production network after a failover, with its site; empty when nobody has said
 * @param test       the same in a test
 * @param target     whether it takes the place of another one itself
 */
public record MappedNetwork(Network network, String site, String production, String test, boolean target,
        Judgement judgement) {

    /** Whether machines find their place after a failover. */
    public enum Judgement {
        /** It takes the place of others, and has nobody that takes its own. */
        TARGET,
        /** All is said. */
        MAPPED,
        /** Tests would be in a network in which machines run in earnest. */
        TEST_IN_PRODUCTION,
        /** Nobody has said where its machines are after a failover. */
        UNMAPPED
    }
}
