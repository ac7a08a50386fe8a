package secondsite.server.settings;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** On which line each field of a YAML text stands. Fields are named by path, {@code disks[0].size}. */
final class Lines {

    private final Map<String, Integer> lines = new HashMap<>();

    Lines(String yaml) {
        Node root = new Yaml().compose(new StringReader(yaml));
        if (root != null) {
            visit("", root);
        }
    }

    /** The line of a field, counted from 1, or that of the closest one around it that is written down. */
    OptionalInt of(String path) {
        for (String at = path; !at.isEmpty(); at = around(at)) {
            Integer line = lines.get(at);
            if (line != null) {
                return OptionalInt.of(line);
            }
        }
        return OptionalInt.empty();
    }

    private static String around(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    private void visit(String path, Node node) {
        switch (node) {
            case MappingNode mapping -> mapping.getValue().forEach(entry -> visit(path, entry));
            case SequenceNode sequence -> {
                for (int i = 0; i < sequence.getValue().size(); i++) {
                    Node item = sequence.getValue().get(i);
                    lines.put(path + "[" + i + "]", item.getStartMark().getLine() + 1);
                    visit(path + "[" + i + "]", item);
                }
            }
            default -> {
            }
        }
    }

    private void visit(String path, NodeTuple entry) {
        if (entry.getKeyNode() instanceof ScalarNode key) {
            String field = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            lines.put(field, key.getStartMark().getLine() + 1);
            visit(field, entry.getValueNode());
        }
    }
}
