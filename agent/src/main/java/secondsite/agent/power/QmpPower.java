package secondsite.agent.power;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.agent.management.PowerSwitch;
import secondsite.api.machine.AgentReport.Power;
import secondsite.api.qmp.Qmp;

/**
 * The power of a machine that is a QEMU process, over its QMP socket. A process that is gone is a machine that is off: so it is when nobody
 * listens at the socket, or when it is gone, unless it never was there since the agent started, for then its path may be wrong.
 */
public final class QmpPower implements PowerSwitch {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LOOKS = 100;
    private static final long LOOK_MILLIS = 100;

    private final Path socket;
    /** QEMU talks with one client at a time. */
    private final ReentrantLock talking = new ReentrantLock();
    private volatile boolean seen;

    public QmpPower(Path socket) {
        this.socket = socket;
    }

    @Override
    public Power state() throws InterruptedException {
        talking.lockInterruptibly();
        try (Qmp qmp = connect()) {
            // QEMU may stay after its machine has shut down, until somebody tells it to go.
            return qmp.ask("query-status").path("status").asText().equals("shutdown") ? Power.SHUT_DOWN : Power.RUNNING;
        } catch (IOException e) {
            return isGone(e) ? Power.SHUT_DOWN : Power.UNKNOWN;
        } finally {
            talking.unlock();
        }
    }

    private Qmp connect() throws IOException {
        Qmp qmp = Qmp.connect(socket, PATIENCE);
        seen = true;
        return qmp;
    }

    private boolean isGone(IOException failure) {
        return Files.exists(socket) ? failure instanceof ConnectException : seen;
    }

    @Override
    public void shutDown() throws IOException, InterruptedException {
        order("system_powerdown");
    }

    @Override
    public void forceOff() throws IOException, InterruptedException {
        try {
            order("quit");
        } catch (EOFException _) {
            // it went before it answered
        }
        for (int i = 0; i < LOOKS; i++) {
            if (state() == Power.SHUT_DOWN) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new IOException("the machine at " + socket + " was told to quit, and may still be there");
    }

    private void order(String command) throws IOException, InterruptedException {
        talking.lockInterruptibly();
        try (Qmp qmp = connect()) {
            qmp.ask(command);
        } catch (IOException e) {
            if (!isGone(e)) {
                throw e;
            }
        } finally {
            talking.unlock();
        }
    }
}
