package secondsite.agent.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Map;
import secondsite.api.qmp.Qmp;
import secondsite.api.qmp.QmpSilenceException;

/** Over a QMP socket. It serves one client at a time, so each talk is short, and others have their turns between. */
public final class QmpMonitor implements Monitor {

    private final Path socket;

    public QmpMonitor(Path socket) {
        this.socket = socket;
    }

    @Override
    public Talk talk(Duration patience) throws IOException {
        if (!Files.exists(socket)) {
            throw new GuestAwayException("the guest is not running: there is no monitor at " + socket);
        }
        try {
            return new QmpTalk(Qmp.connect(socket, patience));
        } catch (ConnectException e) {
            throw new GuestAwayException("the guest is not running: nobody listens at " + socket);
        } catch (QmpSilenceException e) {
            throw new IOException("the guest's QEMU does not answer at " + socket
                    + ": does another program hold this monitor, which serves one at a"
                    + " time? Give the agent one of its own (-qmp unix:PATH,server=on,wait=off)", e);
        }
    }

    private record QmpTalk(Qmp qmp) implements Talk {

        @Override
        public JsonNode ask(String command, Map<String, ?> arguments) throws IOException {
            return qmp.ask(command, arguments);
        }

        @Override
        public void close() throws IOException {
            qmp.close();
        }
    }

    /** QEMU made the socket. */
    @Override
    public UserPrincipal user() throws IOException {
        return Files.getOwner(socket);
    }

    @Override
    public String toString() {
        return socket.toString();
    }
}
