package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanValue;
import secondsite.server.configuration.security.Credentials;
import secondsite.server.configuration.security.Credentials.SignIn;

/**
 * The programs of plans that run now. What they are is in memory only: who asks for one that is not known here knows that it was begun in
 * an earlier life of the server. Secrets stand in the environment of a program, and are blotted out in what is told of it.
 */
@Singleton
public final class Scripts implements AutoCloseable {

    /** Which one. */
    record Key(UUID run, int step, int attempt) {}

    /** How one ended. @param problem empty when it went well */
    record Ended(Optional<String> problem, List<PlanValue> values) {}

    private static final int OUTPUT_BYTES = 64 << 10;
    private static final int TOLD = 500;
    private static final Duration READING = Duration.ofSeconds(2);
    private static final String PATH = "PATH";

    private final ScriptFolder folder;
    private final Credentials credentials;
    private final Map<Key, Running> all = new ConcurrentHashMap<>();

    @Inject
    Scripts(ScriptFolder folder, Credentials credentials) {
        this.folder = folder;
        this.credentials = credentials;
    }

    /** A program from its start to its end. */
    private static final class Running {

        private volatile Process process;
        private volatile Ended ended;
        private volatile boolean unwanted;

        void kill() {
            unwanted = true;
            Process begun = process;
            if (begun != null) {
                end(begun);
            }
        }

        private static void end(Process process) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Starts one. @param environment what it is told of the run */
    void begin(Key key, PlanAction.Script script, Map<String, String> environment) {
        var running = new Running();
        all.put(key, running);
        Thread.startVirtualThread(() -> {
            try {
                running.ended = run(running, script, environment);
            } catch (InterruptedException _) {
                running.ended = failed("it was interrupted");
            } catch (RuntimeException e) {
                running.ended = failed("it could not be run: " + e);
            }
        });
    }

    private static Ended failed(String why) {
        return new Ended(Optional.of(why), List.of());
    }

    /** Whether it was begun in this life of the server. */
    boolean known(Key key) {
        return all.containsKey(key);
    }

    /** Empty while it runs. */
    Optional<Ended> ended(Key key) {
        return Optional.ofNullable(all.get(key)).map(running -> running.ended);
    }

    /** What it came to is noted elsewhere. */
    void forget(Key key) {
        all.remove(key);
    }

    /** Ends all of a run. */
    void kill(UUID run) {
        all.forEach((key, running) -> {
            if (key.run().equals(run)) {
                running.kill();
                all.remove(key);
            }
        });
    }

    private Ended run(Running running, PlanAction.Script script, Map<String, String> environment)
            throws InterruptedException {
        Optional<SignIn> credential;
        Process process;
        try {
            credential = credential(script);
            process = start(script, environment, credential);
        } catch (ScriptFolder.Refusal e) {
            return failed(e.getMessage());
        } catch (IOException e) {
            return failed("it could not be started: " + e.getMessage());
        }
        running.process = process;
        if (running.unwanted) {
            Running.end(process);
        }
        var output = new Reader(process.getInputStream());
        var errors = new Reader(process.getErrorStream());
        boolean inTime = process.waitFor(script.seconds(), TimeUnit.SECONDS);
        if (!inTime) {
            Running.end(process);
            process.waitFor();
        }
        byte[] said = output.read();
        String complaint = blotted(tail(errors.read()), credential);
        if (!inTime) {
            return failed("it did not end within " + script.seconds() + " s, and was killed" + complaint);
        }
        if (process.exitValue() != 0) {
            return failed("it ended with " + process.exitValue() + complaint);
        }
        return result(said, script, credential);
    }

    private static Ended result(byte[] said, PlanAction.Script script, Optional<SignIn> credential) {
        if (script.result().isEmpty()) {
            return new Ended(Optional.empty(), List.of());
        }
        if (said.length > OUTPUT_BYTES) {
            return failed("its output is longer than " + OUTPUT_BYTES + " bytes");
        }
        try {
            return new Ended(Optional.empty(), ScriptResult.read(said, script.result()).stream()
                    .map(value -> new PlanValue(value.name(), blotted(value.value(), credential))).toList());
        } catch (IOException e) {
            return failed(e.getMessage());
        }
    }

    private Optional<SignIn> credential(PlanAction.Script script) throws IOException {
        if (script.credential() == null) {
            return Optional.empty();
        }
        return Optional.of(credentials.find(script.credential())
                .orElseThrow(() -> new IOException("the credential " + script.credential() + " is gone")));
    }

    private Process start(PlanAction.Script script, Map<String, String> environment, Optional<SignIn> credential)
            throws IOException, ScriptFolder.Refusal {
        var program = new ProcessBuilder();
        var file = folder.find(script.program());
        program.command().add(file.toString());
        program.command().addAll(script.arguments());
        program.directory(file.getParent().toFile());
        String path = program.environment().getOrDefault(PATH, "");
        // What the server itself was started with is none of a script's business.
        program.environment().clear();
        program.environment().put(PATH, path);
        program.environment().putAll(environment);
        credential.ifPresent(secret -> {
            program.environment().put("SECONDSITE_USER", secret.userName());
            program.environment().put("SECONDSITE_SECRET", secret.secret());
        });
        Process process = program.start();
        process.getOutputStream().close();
        return process;
    }

    private static String blotted(String text, Optional<SignIn> credential) {
        return credential.filter(secret -> !secret.secret().isEmpty())
                .map(secret -> text.replace(secret.secret(), "***")).orElse(text);
    }

    private static String tail(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).strip().replaceAll("\\p{Cntrl}+", " ");
        return text.isEmpty() ? "" : ": " + text.substring(Math.max(0, text.length() - TOLD));
    }

    /** Takes what a program writes, and keeps the beginning of it. */
    private static final class Reader {

        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final Thread thread;

        Reader(InputStream in) {
            this.thread = Thread.startVirtualThread(() -> read(in));
        }

        private void read(InputStream in) {
            byte[] piece = new byte[8 << 10];
            try (in) {
                for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                    keep(piece, count);
                }
            } catch (IOException _) {
                // The program is gone: what it wrote until then counts.
            }
        }

        private synchronized void keep(byte[] piece, int count) {
            kept.write(piece, 0, Math.min(count, Math.max(0, OUTPUT_BYTES + 1 - kept.size())));
        }

        /** A program that it left behind may hold the other end open: that is not waited for. */
        byte[] read() throws InterruptedException {
            thread.join(READING);
            synchronized (this) {
                return kept.toByteArray();
            }
        }
    }

    /** Ends all: what they are is not known any more in the next life of the server. */
    @Override
    public void close() {
        all.values().forEach(Running::kill);
    }
}
