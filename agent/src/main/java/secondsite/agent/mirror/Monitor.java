package secondsite.agent.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Map;

/** How the QEMU of a guest is spoken to. */
public interface Monitor {

    /** Some questions, one after the other. For one thread. */
    interface Talk extends Closeable {

        /**
         * What the command returns.
         *
         * @throws secondsite.api.qmp.QmpException when QEMU refuses it
         */
        JsonNode ask(String command, Map<String, ?> arguments) throws IOException;

        default JsonNode ask(String command) throws IOException {
            return ask(command, Map.of());
        }
    }

    /**
     * Begins to talk.
     *
     * @param patience for each answer
     * @throws GuestAwayException when the guest is not running
     * @throws IOException when it cannot be spoken to now, with what a person can do
     */
    Talk talk(Duration patience) throws IOException;

    /** The name by which QEMU knows a disk that the configuration calls so. */
    default String device(String disk) throws IOException {
        return disk;
    }

    /** As whom the guest's QEMU runs: it must be able to open what we make for it. */
    UserPrincipal user() throws IOException;
}
