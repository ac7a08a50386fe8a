package secondsite.api.security;

import java.time.Instant;
import java.util.UUID;

/**
 * With what this deployment signs in somewhere else. The secret is never told.
 *
 * @param changed  when the secret was given
 * @param readable whether the server can still use the secret; one that it cannot has to be given again
 */
public record Credential(UUID id, String name, Purpose kind, String userName, Instant changed, boolean readable) {

    /** What it is good for. */
    public enum Purpose {
        /** Signs in at a hypervisor. */
        HYPERVISOR,
        /** Signs in at a machine to install an agent there. */
        PUSH
    }
}
