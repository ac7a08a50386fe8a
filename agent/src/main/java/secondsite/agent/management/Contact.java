package secondsite.agent.management;

import java.time.Instant;
import java.util.Optional;

/**
 * How the configuration server was reached.
 *
 * @param last    when it answered last; empty when it did not since the start
 * @param problem why it did not answer now
 */
public record Contact(Optional<Instant> last, Optional<String> problem) {

    static final Contact NONE = new Contact(Optional.empty(), Optional.empty());

    Contact answered(Instant now) {
        return new Contact(Optional.of(now), Optional.empty());
    }

    Contact failed(String why) {
        return new Contact(last, Optional.of(why));
    }
}
