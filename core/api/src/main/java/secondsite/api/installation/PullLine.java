package secondsite.api.installation;

import java.time.Instant;

/**
 * What somebody runs as root on a machine, so that it fetches and installs its agent. It holds a one-time token: who has it may join one
 * agent.
 *
 * @param line for a shell
 * @param ends when the token does
 */
public record PullLine(String line, Instant ends) {

    /** Without the token. */
    @Override
    public String toString() {
        return "PullLine[" + ends + "]";
    }
}
