package secondsite.agent.os;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those that are installed on this machine, with nothing to read and a limit on time and words. */
public final class InstalledPrograms implements Programs {

    private static final Logger LOG = LoggerFactory.getLogger(InstalledPrograms.class);
    private static final int MOST_BYTES = 8 << 20;
    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

    private final Duration limit;

    /** @param limit of each question; then the program is killed */
    public InstalledPrograms(Duration limit) {
        this.limit = limit;
    }

    @Override
    public Optional<String> ask(List<String> command) throws InterruptedException {
        try {
            var builder = new ProcessBuilder(command).directory(new File("/"))
                    .redirectInput(new File("/dev/null")).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("PATH", PATH);
            builder.environment().put("LC_ALL", "C.UTF-8");
            return said(command, builder.start());
        } catch (IOException e) {
            LOG.debug("{} cannot be asked: {}", command.getFirst(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<String> said(List<String> command, Process process) throws InterruptedException {
        var said = new CompletableFuture<byte[]>();
        Thread.ofVirtual().name("words of " + command.getFirst()).start(() -> listen(process, said));
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("{} had not ended after {} s and was killed", command, limit.toSeconds());
                return Optional.empty();
            }
            byte[] all = said.get();
            if (process.exitValue() != 0 || all.length > MOST_BYTES) {
                LOG.debug("{} ended with {} after {} bytes", command, process.exitValue(), all.length);
                return Optional.empty();
            }
            return Optional.of(new String(all, StandardCharsets.UTF_8));
        } catch (ExecutionException e) {
            LOG.debug("{} was not understood", command, e);
            return Optional.empty();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Who says too much has his channel closed. */
    private static void listen(Process process, CompletableFuture<byte[]> said) {
        try (InputStream in = process.getInputStream()) {
            said.complete(in.readNBytes(MOST_BYTES + 1));
        } catch (IOException e) {
            said.completeExceptionally(e);
        }
    }
}
