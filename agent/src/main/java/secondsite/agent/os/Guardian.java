package secondsite.agent.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import secondsite.agent.os.FileSystems.FreezeException;

/**
 * A small process that freezes one file system, and thaws it when its input ends or its time is over: also when this program was killed,
 * or stopped, in between. No signal but SIGKILL keeps it from that.
 *
 * <p>States, as it tells them: (nothing yet) → {@code frozen} → (its input ends) → thawed, exit 0; {@code frozen} → {@code over} (its
 * time is over, said before it thaws) → thawed, exit 0; (nothing yet) → exit {@value #NOT_FROZEN}.
 */
final class Guardian {

    private static final int NOT_FROZEN = 3;
    private static final String SCRIPT = """
            trap '' HUP INT TERM PIPE
            fsfreeze --freeze "$2" || exit 3
            echo frozen
            timeout --signal=KILL "$1" cat >/dev/null || echo over
            exec fsfreeze --unfreeze "$2"
            """;
    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
    private static final long LOOK_MILLIS = 1;
    private static final long END_SECONDS = 5;
    private static final int SAID_BYTES = 4 << 10;

    private final String mountPoint;
    private final Process process;
    private String said = "";

    private Guardian(String mountPoint, Process process) {
        this.mountPoint = mountPoint;
        this.process = process;
    }

    /** Has a file system write what waits in memory. */
    static void sync(String mountPoint) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("sync", "--file-system", mountPoint).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PATH", PATH);
        int exit = builder.start().waitFor();
        if (exit != 0) {
            throw new IOException(
                    "what " + mountPoint + " has in memory could not be written: sync ended with " + exit);
        }
    }

    /** @param limit after which it thaws by itself */
    static Guardian start(String mountPoint, Duration limit) throws IOException {
        String seconds = String.format(Locale.ROOT, "%.3f", limit.toNanos() / 1e9);
        var builder = new ProcessBuilder("sh", "-c", SCRIPT, "guardian", seconds, mountPoint)
                .redirectErrorStream(true);
        builder.environment().put("PATH", PATH);
        return new Guardian(mountPoint, builder.start());
    }

    /** @throws FreezeException when it cannot be frozen, or is not until then */
    void awaitFrozen(long deadline) throws IOException, InterruptedException {
        while (!says("frozen")) {
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS) && !says("frozen")) {
                throw new FreezeException(mountPoint + " cannot be frozen: " + said.strip());
            }
            if (System.nanoTime() > deadline) {
                throw new FreezeException(mountPoint + " was not frozen in time, it has much to write");
            }
        }
    }

    /** @throws FreezeException when it may have been thawed by now */
    void check() throws FreezeException {
        if (says("over") || !process.isAlive()) {
            throw new FreezeException(mountPoint + " did not stay frozen");
        }
    }

    private boolean says(String word) {
        byte[] more = new byte[SAID_BYTES - said.length()];
        int length = Channel.available(process.getInputStream(), more);
        said += new String(more, 0, length, StandardCharsets.ISO_8859_1);
        return said.lines().anyMatch(word::equals);
    }

    /** It is to thaw. */
    void letGo() {
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // it has ended already
        }
    }

    /** Waits until it has thawed; a kernel that is still writing what was to be frozen is not waited for for ever. */
    void end() throws FreezeException {
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        checkThawed();
    }

    private void checkThawed() throws FreezeException {
        if (process.isAlive()) {
            throw new FreezeException(mountPoint + " is still being frozen, and thawed as soon as that ends");
        }
        int exit = process.exitValue();
        if (exit != 0 && exit != NOT_FROZEN && !thawed()) {
            throw new FreezeException(mountPoint + " was thawed by somebody else, or is still frozen (" + said.strip()
                    + "); fsfreeze --unfreeze thaws it");
        }
    }

    /** Its guardian was killed: the second try is ours. */
    private boolean thawed() {
        try {
            var builder = new ProcessBuilder("fsfreeze", "--unfreeze", mountPoint)
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("PATH", PATH);
            return builder.start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String toString() {
        return mountPoint;
    }
}
