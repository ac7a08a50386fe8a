package secondsite.server.hypervisor.qemu;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import secondsite.api.host.DiskSource;

/** A disk's place as QEMU is told of it: a node of its block graph. */
final class BlockNode {

    private BlockNode() {}

    /** Of a disk by its place in the order, and how often it moved: each place that it has been at has a name of its own. */
    static String name(int disk, int generation) {
        return "d" + disk + "g" + generation;
    }

    /** The arguments of {@code blockdev-add}. @param reconnect so long an export may be away before requests fail */
    static Map<String, Object> of(DiskSource source, String name, Duration reconnect) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("node-name", name);
        node.put("discard", "unmap");
        switch (source) {
            case DiskSource.NbdSocket at ->
                nbd(node, Map.of("type", "unix", "path", at.socket().toString()), at.export(),
                        reconnect);
            case DiskSource.NbdAddress at -> nbd(node,
                    Map.of("type", "inet", "host", at.host(), "port", Integer.toString(at.port())), at.export(),
                    reconnect);
            case DiskSource.Overlay _,DiskSource.Past _ ->
                throw new IllegalArgumentException(source + " is no place that can be opened alone");
            case DiskSource.Image image -> {
                node.put("driver", image.format().name().toLowerCase(Locale.ROOT));
                node.put("file", Map.of("driver", image.file().startsWith("/dev") ? "host_device" : "file", "filename",
                        image.file().toString(), "discard", "unmap"));
            }
        }
        return node;
    }

    /** An image in the machine's folder, and what is below it: opened for reading, and let go by QEMU when nothing of it is needed. */
    static Map<String, Object> over(DiskSource below, String image, String name, Duration reconnect) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("node-name", name);
        node.put("discard", "unmap");
        node.put("driver", "qcow2");
        node.put("file", Map.of("driver", "file", "filename", image, "discard", "unmap"));
        Map<String, Object> backing = of(below, name + "below", reconnect);
        backing.remove("discard");
        backing.put("read-only", true);
        node.put("backing", backing);
        return node;
    }

    private static void nbd(Map<String, Object> node, Map<String, String> server, String export, Duration reconnect) {
        node.put("driver", "nbd");
        node.put("server", server);
        node.put("export", export);
        node.put("reconnect-delay", reconnect.toSeconds());
    }
}
