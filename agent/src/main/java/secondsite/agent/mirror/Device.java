package secondsite.agent.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;

/**
 * A disk as a QEMU has it now.
 *
 * @param node     that holds what the guest sees
 * @param size     in bytes
 * @param attached whether a device of the guest uses it
 */
record Device(String node, long size, boolean attached) {

    /**
     * @param name of the device, its path, its identifier in the guest's command line, its node, or its file
     * @throws DeviceGoneException when there is none, with those that there are
     */
    static Device find(Monitor.Talk talk, String name) throws IOException {
        var others = new ArrayList<String>();
        for (JsonNode each : talk.ask("query-block")) {
            JsonNode inserted = each.path("inserted");
            if (inserted.isMissingNode()) {
                continue;
            }
            if (isCalled(each, inserted, name)) {
                return of(inserted, true);
            }
            others.add(said(each, inserted));
        }
        for (JsonNode each : talk.ask("query-named-block-nodes")) {
            if (each.path("node-name").asText().equals(name)) {
                return of(each, false);
            }
        }
        throw new DeviceGoneException("the guest has no disk '" + name + "'; it has "
                + (others.isEmpty() ? "none" : String.join(", ", others)));
    }

    private static boolean isCalled(JsonNode block, JsonNode inserted, String name) {
        String path = block.path("qdev").asText();
        return name.equals(block.path("device").asText()) || path.equals(name) || path.endsWith("/" + name)
                || path.contains("/" + name + "/") || inserted.path("node-name").asText().equals(name)
                || inserted.path("file").asText().equals(name);
    }

    private static String said(JsonNode block, JsonNode inserted) {
        String device = block.path("device").asText();
        String path = block.path("qdev").asText();
        return !device.isEmpty() ? device : !path.isEmpty() ? path : inserted.path("node-name").asText();
    }

    private static Device of(JsonNode node, boolean attached) {
        return new Device(node.path("node-name").asText(), node.path("image").path("virtual-size").asLong(), attached);
    }
}
