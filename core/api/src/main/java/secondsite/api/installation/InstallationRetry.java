package secondsite.api.installation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * Once more on those machines of a batch where it failed or was cancelled. What was given to sign in is not kept that long, so it is given
 * again.
 *
 * @param signIn     null when a kept credential is named
 * @param credential null when there is a sign-in
 * @param trustNewKeys as in the order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InstallationRetry(UUID batch, MachineSignIn signIn, UUID credential, Boolean trustNewKeys) {}
