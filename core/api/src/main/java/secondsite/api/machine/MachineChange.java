package secondsite.api.machine;

import java.util.UUID;

/**
 * What people say of a machine; what is null stays as it is.
 *
 * @param name  another one, unique
 * @param group id of the group into which it goes
 * @param host  id of the host on which it runs
 */
public record MachineChange(String name, UUID group, UUID host) {}
