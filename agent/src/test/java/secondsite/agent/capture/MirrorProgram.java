package secondsite.agent.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/** What the agent does with one guest's disk, in a process of its own that can be killed: mirrors, compares, and makes one point after the other. */
final class MirrorProgram {

    private MirrorProgram() {}

    /** @param arguments the folder of the machine */
    public static void main(String[] arguments) throws Exception {
        MirrorCapture capture = MirroredMachine.capture(Path.of(arguments[0]));
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                capture.look();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        });
        while (!capture.isMirrored()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        System.out.println("compared " + MirroredMachine.compare(capture));
        while (true) {
            point(capture);
            System.out.println("point");
        }
    }

    private static void point(Capture capture) throws IOException, InterruptedException {
        try (Hold _ = capture.hold(Duration.ofSeconds(5)).orElseThrow()) {
            capture.mark(new Record.Mark(MarkKind.CRASH_CONSISTENT, UUID.randomUUID(), ""));
        }
        capture.force();
    }
}
