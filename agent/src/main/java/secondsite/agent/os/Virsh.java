package secondsite.agent.os;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** libvirt's own command, run by argument list, for a limited time, with nothing to read. */
public final class Virsh {

    private static final int OUTPUT_BYTES = 4 << 20;
    private static final int READ_BYTES = 64 << 10;
    private static final int ERROR_LENGTH = 500;

    private final String connection;

    /** @param connection as libvirt names it, such as {@code qemu:///system} */
    public Virsh(String connection) {
        this.connection = connection;
    }

    /** What it said, and on its other channel. */
    public record Said(int code, String output, String error) {

        public boolean fine() {
            return code == 0;
        }
    }

    /** @throws IOException when it is not installed, says too much, or does not end in time */
    public Said run(Duration limit, String... words) throws IOException {
        var command = new ArrayList<>(List.of("virsh", "--quiet", "--connect", connection));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(new File("/")).redirectInput(new File("/dev/null"));
        builder.environment().put("LC_ALL", "C");
        Process process = begin(builder);
        try {
            var output = new Listener(process.getInputStream());
            var error = new Listener(process.getErrorStream());
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("virsh did not end within " + limit.toSeconds() + " s");
            }
            String complaint = error.text().strip();
            return new Said(process.exitValue(), output.text(),
                    complaint.substring(0, Math.min(ERROR_LENGTH, complaint.length())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while virsh was waited for");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process begin(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException("virsh cannot be run; install libvirt's clients: " + e.getMessage(), e);
        }
    }

    /** Takes what comes, so that the process never waits for us. */
    private static final class Listener {

        private final InputStream in;
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final Thread thread;
        private IOException failure;

        Listener(InputStream in) {
            this.in = in;
            this.thread = Thread.ofVirtual().start(this::take);
        }

        private void take() {
            byte[] some = new byte[READ_BYTES];
            try (in) {
                for (int length = in.read(some); length >= 0; length = in.read(some)) {
                    if (taken.size() + length > OUTPUT_BYTES) {
                        throw new IOException("virsh said more than " + OUTPUT_BYTES + " bytes");
                    }
                    taken.write(some, 0, length);
                }
            } catch (IOException e) {
                failure = e;
            }
        }

        String text() throws IOException, InterruptedException {
            thread.join();
            if (failure != null) {
                throw failure;
            }
            return taken.toString(StandardCharsets.UTF_8);
        }
    }
}
