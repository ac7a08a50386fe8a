package secondsite.agent.os;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Runs an administrator's scripts: by argument list, in a session of their own, for a limited time, with nothing to read. What they
 * say is kept, the end of it.
 */
public final class Scripts {

    static final int OUTPUT_BYTES = 4 << 10;
    private static final int READ_BYTES = 64 << 10;
    private static final long LOOK_MILLIS = 20;
    private static final long DEATH_SECONDS = 5;

    /**
     * How a script ended.
     *
     * @param code   empty when it was killed because its time was over
     * @param output the last that it said, on both its channels
     */
    public record End(OptionalInt code, Duration limit, String output) {

        public boolean fine() {
            return code.isPresent() && code.getAsInt() == 0;
        }

        /** The same for people, behind the name of the script. */
        public String words() {
            String how = code.isPresent()
                    ? "ended with " + code.getAsInt()
                    : "was killed, it had not ended after " + limit.toSeconds() + " s";
            return output.isBlank() ? how + " and said nothing" : how + " and said: " + output.strip();
        }
    }

    /**
     * Runs a script to its end. When its time is over, or the waiting thread is interrupted, it is killed with all processes that it has
     * begun and that did not go out of their way to leave its session.
     *
     * @throws IOException when it cannot be started
     */
    public End run(List<String> command, Duration limit) throws IOException, InterruptedException {
        var inSession = new ArrayList<>(List.of("setsid", "--"));
        inSession.addAll(command);
        Process process = new ProcessBuilder(inSession).directory(new File("/")).redirectErrorStream(true)
                .redirectInput(new File("/dev/null")).start();
        var tail = new Tail();
        try {
            boolean ended = await(process, limit, tail);
            return new End(ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty(), limit, tail.text());
        } finally {
            if (process.isAlive()) {
                kill(process);
            }
        }
    }

    /** Looks again and again instead of reading to the end: what a script left running may keep its channel open for ever. */
    private static boolean await(Process process, Duration limit, Tail tail) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean ended = false;
        while (!ended && System.nanoTime() < deadline) {
            ended = process.waitFor(tail.more(process.getInputStream()) ? 0 : LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        tail.more(process.getInputStream());
        return ended;
    }

    private static void kill(Process process) throws InterruptedException {
        List<ProcessHandle> begun = process.descendants().toList();
        Signals.killGroup(process.pid());
        begun.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(DEATH_SECONDS, TimeUnit.SECONDS);
    }

    /** The end of what was said. */
    private static final class Tail {

        private final byte[] read = new byte[READ_BYTES];
        private byte[] kept = new byte[0];

        /** Takes what there is. @return whether there was anything */
        boolean more(InputStream in) {
            int length = Channel.available(in, read);
            if (length <= 0) {
                return false;
            }
            int old = Math.min(kept.length, Math.max(0, OUTPUT_BYTES - length));
            int fresh = Math.min(length, OUTPUT_BYTES);
            byte[] both = new byte[old + fresh];
            System.arraycopy(kept, kept.length - old, both, 0, old);
            System.arraycopy(read, length - fresh, both, old, fresh);
            kept = both;
            return true;
        }

        String text() {
            return new String(kept, StandardCharsets.UTF_8);
        }
    }
}
