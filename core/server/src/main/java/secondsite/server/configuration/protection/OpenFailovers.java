package secondsite.server.configuration.protection;

import java.util.List;
import java.util.UUID;
import secondsite.api.recovery.OpenFailover;

/** The failovers that are not over. Costs nothing to ask. */
public interface OpenFailovers {

    /** Those of a machine. */
    List<OpenFailover> of(UUID machine);
}
