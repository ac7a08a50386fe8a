package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import secondsite.api.qmp.Qmp;
import secondsite.api.qmp.QmpSilenceException;

/**
 * The process of one machine. It has a session of its own and no pipe to this program, so it lives on without it. Whether there is one is
 * told by the lock on its file of the process id: QEMU takes it before it opens anything else, and the kernel lets go of it when the process
 * is gone, however it went. A second process fails at that lock.
 */
final class MachineProcess {

    static final String PID_FILE = "pid";
    static final String SOCKET = "qmp";
    static final String LOG = "log";

    /** What QEMU says when another process has the lock. */
    private static final String LOCKED = "Cannot lock pid file";
    private static final int LAST_WORDS_BYTES = 2 << 10;
    private static final int LONGEST_PID_BYTES = 32;
    private static final long LOOK_MILLIS = 10;
    private static final Duration AFTER_KILL = Duration.ofSeconds(30);

    private final Path folder;
    private final UUID machine;
    private final Host host;

    MachineProcess(Path folder, UUID machine, Host host) {
        this.folder = folder;
        this.machine = machine;
        this.host = host;
    }

    boolean runs() throws IOException {
        try (var file = FileChannel.open(folder.resolve(PID_FILE), StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            return lock == null;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /**
     * Starts a process and waits for its first answer.
     *
     * @return the conversation; nothing when another process has the lock
     * @throws MachineDiedException when it ends before it answers
     */
    Optional<Qmp> launch(List<String> command, QemuSettings settings) throws IOException {
        Process process = spawn(command);
        long deadline = System.nanoTime() + settings.launch().toNanos();
        while (true) {
            try {
                return Optional.of(Qmp.connect(folder.resolve(SOCKET), settings.answer()));
            } catch (IOException e) {
                if (ended(process)) {
                    String words = lastWords();
                    if (words.contains(LOCKED)) {
                        return Optional.empty();
                    }
                    throw new MachineDiedException(words);
                }
                if (System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new QmpSilenceException("QEMU did not answer within " + settings.launch().toSeconds()
                            + " s after it was started, and was stopped; perhaps an export does not answer: "
                            + e.getMessage());
                }
            }
        }
    }

    private Process spawn(List<String> command) throws IOException {
        List<String> words = new ArrayList<>(List.of(host.program("setsid", "util-linux").toString()));
        words.addAll(command);
        var builder = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(folder.resolve(LOG).toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", host.searchPath(), "LC_ALL", "C.UTF-8"));
        return builder.start();
    }

    private static boolean ended(Process process) throws IOException {
        try {
            return process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the machine was started; start it again", e);
        }
    }

    Qmp connect(Duration patience) throws IOException {
        return Qmp.connect(folder.resolve(SOCKET), patience);
    }

    /**
     * The conversation with the process, which may have been started a moment ago by a program that is no more.
     *
     * @throws MachineDiedException when there is no process any more
     */
    Qmp converse(QemuSettings settings) throws IOException {
        long deadline = System.nanoTime() + settings.launch().toNanos();
        while (true) {
            try {
                return connect(settings.answer());
            } catch (QmpSilenceException e) {
                throw e;
            } catch (IOException e) {
                if (!runs()) {
                    throw new MachineDiedException(lastWords());
                }
                if (System.nanoTime() > deadline) {
                    throw new QmpSilenceException(
                            "its process in " + folder + " does not listen: " + e.getMessage());
                }
            }
            pauseAMoment();
        }
    }

    private static void pauseAMoment() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a machine was asked; give the order again", e);
        }
    }

    /** Whether the process ended within the time. */
    boolean awaitEnd(Duration time) throws IOException {
        long deadline = System.nanoTime() + time.toNanos();
        while (runs()) {
            Optional<ProcessHandle> process = process();
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            await(process, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
        return true;
    }

    private static void await(Optional<ProcessHandle> process, long nanos) throws IOException {
        try {
            if (process.isPresent()) {
                process.get().onExit().get(nanos, TimeUnit.NANOSECONDS);
            } else {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (TimeoutException _) {
            // the caller looks again
        } catch (ExecutionException e) {
            throw new IOException("waiting for the end of a machine's process", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the machine was stopped; give the order again", e);
        }
    }

    /** Ends it by force; it is gone on return. */
    void kill() throws IOException {
        while (runs()) {
            process().ifPresent(ProcessHandle::destroyForcibly);
            if (!awaitEnd(AFTER_KILL)) {
                throw new IOException("the process of machine " + machine + " in " + folder
                        + " does not end, though it was killed: the host's kernel holds it, perhaps for a disk that does not answer");
            }
        }
    }

    /** Whoever holds the lock, if it has told its number already, and is what it should be. */
    private Optional<ProcessHandle> process() throws IOException {
        return number().flatMap(ProcessHandle::of).filter(this::isOurs);
    }

    private Optional<Long> number() throws IOException {
        Path file = folder.resolve(PID_FILE);
        try {
            if (Files.size(file) > LONGEST_PID_BYTES) {
                throw new IOException(file + " is longer than a number of a process");
            }
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(text));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (NumberFormatException e) {
            throw new IOException(file + " holds no number of a process", e);
        }
    }

    private boolean isOurs(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .contains(machine.toString());
        } catch (IOException _) {
            return false;
        }
    }

    /** The end of what QEMU said; empty when it said nothing. */
    String lastWords() throws IOException {
        try (var log = FileChannel.open(folder.resolve(LOG), StandardOpenOption.READ)) {
            long begin = Math.max(0, log.size() - LAST_WORDS_BYTES);
            var text = java.nio.ByteBuffer.allocate((int) (log.size() - begin));
            log.read(text, begin);
            return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException _) {
            return "";
        }
    }
}
