package secondsite.agent.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import secondsite.agent.os.BootId;
import secondsite.agent.os.FileSystems.FreezeException;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/** What the agent does with one tracked device, in a process of its own that can be killed: looks, and makes one point after the other. */
final class TrackedProgram {

    private TrackedProgram() {}

    /** @param arguments the device, the spool's folder, the size, and how long it stays frozen, in milliseconds */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long frozenMillis = Long.parseLong(arguments[3]);
        RoundCapture capture = TrackedMachine.capture(Path.of(arguments[0]), Path.of(arguments[1]), BootId.current(),
                Long.parseLong(arguments[2]));
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                capture.look();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        });
        System.out.println(capture.situation().state());
        while (true) {
            capture.approach();
            try (Hold _ = capture.hold(Duration.ofSeconds(5)).orElseThrow()) {
                System.out.println("frozen");
                TimeUnit.MILLISECONDS.sleep(frozenMillis);
                capture.checkMarkable();
                capture.mark(new Record.Mark(MarkKind.CRASH_CONSISTENT, UUID.randomUUID(), ""));
            } catch (FreezeException _) {
                // Not in time, on a busy machine: later.
                continue;
            }
            capture.force();
            System.out.println("point");
        }
    }
}
