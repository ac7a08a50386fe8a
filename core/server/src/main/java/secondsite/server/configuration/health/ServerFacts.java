package secondsite.server.configuration.health;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import secondsite.api.site.ServerLoad;

/**
 * What is known of a server.
 *
 * @param kind         as it stands in its certificate, like {@code process-server}
 * @param name         unique among its kind
 * @param load         as it reported last; empty when it has not
 * @param processorUse 0 to 1, on average over the last minutes; empty when that is not known
 * @param cacheBytes   that its caches take; empty where there are none
 * @param frozen       why nothing expires there; empty when all is well
 */
public record ServerFacts(String kind, String name, Program program, Optional<ServerLoad> load,
        OptionalDouble processorUse, OptionalLong cacheBytes, Optional<String> frozen) {}
