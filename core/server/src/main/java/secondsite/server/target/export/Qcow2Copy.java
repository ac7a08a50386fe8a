package secondsite.server.target.export;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import secondsite.engine.disk.Disk;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;

/** Writes a disk into a qcow2 file, with {@code qemu-img}, which reads it over NBD. */
public final class Qcow2Copy {

    private static final Pattern PERCENT = Pattern.compile("\\((\\d+(?:\\.\\d+)?)/100%\\)");
    private static final int SAID_LIMIT = 4096;

    private final Disk from;
    private final Path to;
    private final Path socket;

    /** @param socket a path for the time of the copy */
    public Qcow2Copy(Disk from, Path to, Path socket) {
        this.from = from;
        this.to = to;
        this.socket = socket;
    }

    /**
     * Copies all.
     *
     * @param progress  told the bytes of the disk that are done, about
     * @param cancelled asked now and then
     * @return false when it was cancelled
     */
    public boolean run(LongConsumer progress, BooleanSupplier cancelled) throws IOException {
        var exports = new Exports();
        exports.add("", from);
        try (var server = new NbdServer(exports, NbdSettings.DEFAULT, NbdEvents.NONE)) {
            server.listen(UnixDomainSocketAddress.of(socket));
            return convert(progress, cancelled);
        } finally {
            exports.remove("");
            Files.deleteIfExists(socket);
        }
    }

    private boolean convert(LongConsumer progress, BooleanSupplier cancelled) throws IOException {
        Process process = begin();
        try (InputStream out = process.getInputStream()) {
            var said = new StringBuilder();
            byte[] piece = new byte[1024];
            for (int count = out.read(piece); count >= 0; count = out.read(piece)) {
                if (cancelled.getAsBoolean()) {
                    return false;
                }
                said.append(new String(piece, 0, count, StandardCharsets.UTF_8));
                said.delete(0, Math.max(0, said.length() - SAID_LIMIT));
                tell(said, progress);
            }
            end(process, said);
            return true;
        } finally {
            process.destroyForcibly();
        }
    }

    private Process begin() throws IOException {
        try {
            return new ProcessBuilder("qemu-img", "convert", "-p", "-f", "raw", "-O", "qcow2",
                    "nbd+unix:///?socket=" + socket.toAbsolutePath(), to.toAbsolutePath().toString())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
        } catch (IOException e) {
            throw new IOException(
                    "qemu-img cannot be started; install qemu-utils, or extract as raw: " + e.getMessage(), e);
        }
    }

    private void tell(CharSequence said, LongConsumer progress) {
        Matcher matcher = PERCENT.matcher(said);
        double percent = 0;
        while (matcher.find()) {
            percent = Double.parseDouble(matcher.group(1));
        }
        progress.accept((long) (from.size() * percent / 100));
    }

    private static void end(Process process, CharSequence said) throws IOException {
        try {
            if (process.waitFor() != 0) {
                throw new IOException("qemu-img ended with " + process.exitValue() + ": "
                        + PERCENT.matcher(said).replaceAll("").strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
