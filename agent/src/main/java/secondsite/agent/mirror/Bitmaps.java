package secondsite.agent.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What a QEMU remembers of the writes to a disk, in its memory only: dirty bitmaps of our making. They go on when we are gone, and end with the QEMU's
 * process, so that one that is there has missed nothing since it was made.
 */
final class Bitmaps {

    private Bitmaps() {}

    /** It takes note of what is written to this node from now on. */
    static void begin(Monitor.Talk talk, String node, String name) throws IOException {
        talk.ask("block-dirty-bitmap-add", Map.of("node", node, "name", name, "persistent", false));
    }

    /** Whether it has taken note of everything since it was made. */
    static boolean isThere(Monitor.Talk talk, String node, String name) throws IOException {
        for (JsonNode each : of(talk, node)) {
            if (each.path("name").asText().equals(name)) {
                return each.path("recording").asBoolean() && !each.path("inconsistent").asBoolean();
            }
        }
        return false;
    }

    /** How many bytes it names. */
    static long bytes(Monitor.Talk talk, String node, String name) throws IOException {
        for (JsonNode each : of(talk, node)) {
            if (each.path("name").asText().equals(name)) {
                return each.path("count").asLong();
            }
        }
        return 0;
    }

    private static JsonNode of(Monitor.Talk talk, String node) throws IOException {
        for (JsonNode each : talk.ask("query-named-block-nodes")) {
            if (each.path("node-name").asText().equals(node)) {
                return each.path("dirty-bitmaps");
            }
        }
        throw new IOException("the guest's QEMU has no node " + node + " any more");
    }

    /** Makes a copy of one that goes on; QEMU tells only of those that do not. */
    static void copy(Monitor.Talk talk, String node, String name, String copy) throws IOException {
        endIfThere(talk, node, copy);
        talk.ask("block-dirty-bitmap-add", Map.of("node", node, "name", copy, "persistent", false, "disabled", true));
        talk.ask("block-dirty-bitmap-merge", Map.of("node", node, "target", copy, "bitmaps", List.of(name)));
    }

    static void endIfThere(Monitor.Talk talk, String node, String name) throws IOException {
        for (JsonNode each : of(talk, node)) {
            if (each.path("name").asText().equals(name)) {
                talk.ask("block-dirty-bitmap-remove", Map.of("node", node, "name", name));
            }
        }
    }

    /** Ends those of this disk but one. @param kept null for none */
    static void endOthers(Monitor.Talk talk, Names names, String kept) throws IOException {
        for (JsonNode node : talk.ask("query-named-block-nodes")) {
            for (JsonNode each : node.path("dirty-bitmaps")) {
                String name = each.path("name").asText();
                if (names.isOurs(name) && !name.equals(kept)) {
                    talk.ask("block-dirty-bitmap-remove",
                            Map.of("node", node.path("node-name").asText(), "name", name));
                }
            }
        }
    }
}
