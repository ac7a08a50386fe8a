package secondsite.drill.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import secondsite.drill.tools.Shell;

/** Waits for a guest's user space, which says on the serial port that it is up when its disk is mounted. @param console what it says, a file */
record UserSpace(Path console) {

    private static final String UP = "secondsite-guest: up";
    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final long LOOK_NANOS = 5_000_000;

    void await() {
        awaitIn(() -> console);
    }

    /** That of the only machine of a host. @param machines the folder of the host's machines; it need not be there yet */
    static void awaitAt(Path machines) {
        awaitIn(() -> {
            if (!Files.isDirectory(machines)) {
                return machines;
            }
            try (Stream<Path> all = Files.list(machines)) {
                return all.map(machine -> machine.resolve("console")).filter(Files::isRegularFile).findFirst()
                        .orElse(machines);
            }
        });
    }

    private interface Where {
        Path now() throws IOException;
    }

    private static void awaitIn(Where where) {
        long begun = System.nanoTime();
        while (!isUp(where)) {
            if (System.nanoTime() - begun > LONGEST.toNanos()) {
                throw new Shell.Failure("no user space after " + LONGEST.toSeconds() + " s");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static boolean isUp(Where where) {
        try {
            Path file = where.now();
            return Files.isRegularFile(file) && Files.readString(file).contains(UP);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
