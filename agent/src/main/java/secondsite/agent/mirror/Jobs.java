package secondsite.agent.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import secondsite.api.qmp.QmpSilenceException;

/** What runs in a QEMU under a name: begins, is seen, and ends some time after it was told to. */
final class Jobs {

    private static final int LOOKS = 1000;
    private static final long LOOK_MILLIS = 10;

    private Jobs() {}

    private interface Question {
        boolean isSo() throws IOException;
    }

    private static void await(String what, Question question) throws IOException {
        for (int i = 0; i < LOOKS; i++) {
            if (question.isSo()) {
                return;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while " + what + " was waited for");
            }
        }
        throw new QmpSilenceException("the guest's QEMU did not come to " + what + " within "
                + TimeUnit.MILLISECONDS.toSeconds(LOOKS * LOOK_MILLIS) + " s");
    }

    private static Optional<JsonNode> find(Monitor.Talk talk, String query, String key, String name)
            throws IOException {
        for (JsonNode each : talk.ask(query)) {
            if (each.path(key).asText().equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** A mirror job that is under way; empty when it is not. */
    static Optional<JsonNode> mirror(Monitor.Talk talk, String name) throws IOException {
        return find(talk, "query-block-jobs", "device", name);
    }

    /** From return on it brings all writes that begin. */
    static void awaitReady(Monitor.Talk talk, String name) throws IOException {
        await("the mirror's begin", () -> {
            JsonNode job = mirror(talk, name)
                    .orElseThrow(() -> new IOException("the mirror in the guest's QEMU ended when it began"));
            return job.path("ready").asBoolean();
        });
    }

    static void endMirror(Monitor.Talk talk, String name) throws IOException {
        Optional<JsonNode> job = find(talk, "query-jobs", "id", name);
        if (job.isPresent()) {
            if (!job.get().path("status").asText().equals("concluded")) {
                talk.ask("block-job-cancel", Map.of("device", name, "force", true));
            }
            await("the mirror's end", () -> isOver(talk, name));
        }
    }

    private static boolean isOver(Monitor.Talk talk, String name) throws IOException {
        Optional<JsonNode> job = find(talk, "query-jobs", "id", name);
        if (job.isPresent() && job.get().path("status").asText().equals("concluded")) {
            talk.ask("job-dismiss", Map.of("id", name));
            return true;
        }
        return job.isEmpty();
    }

    static void endExport(Monitor.Talk talk, String name) throws IOException {
        if (find(talk, "query-block-exports", "id", name).isPresent()) {
            talk.ask("block-export-del", Map.of("id", name, "mode", "hard"));
            await("the end of an export", () -> find(talk, "query-block-exports", "id", name).isEmpty());
        }
    }

    static void endNode(Monitor.Talk talk, String name) throws IOException {
        if (find(talk, "query-named-block-nodes", "node-name", name).isPresent()) {
            talk.ask("blockdev-del", Map.of("node-name", name));
        }
    }
}
