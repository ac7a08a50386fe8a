package secondsite.api.installation;

import java.util.UUID;

/**
 * Paths of what a process server does on machines, for the configuration server alone. {@code PUT} begins a {@link PushOrder}, the same one
 * again does nothing; {@code GET} tells its {@link PushStatus}; {@code DELETE} breaks it off. A process server that was started anew does not
 * know it any more: then it is put again, and does what is left of it.
 */
public final class Pushing {

    public static final String PUSHES = "/v1/pushes";

    private Pushing() {}

    public static String push(UUID id) {
        return PUSHES + "/" + id;
    }
}
