package secondsite.drill.management;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import secondsite.drill.deployment.Place;
import secondsite.drill.tools.Shell;

/**
 * The configuration of an agent that has joined.
 *
 * @param server  the configuration server
 * @param further lines
 * @param disks   image files by name, that are served; or block devices, that are tracked
 */
record AgentFile(String agent, URI server, String further, Map<String, Path> disks) {

    String text() throws IOException {
        var yaml = new StringBuilder("""
                agent:
                  id: %s
                  certificate: certificate.pem
                  key: key.pem
                  authority: authority.pem
                configurationServer:
                  url: %s
                control: control.sock
                group:
                  listen: 127.0.0.1:%d
                %s
                disks:%s
                """.formatted(agent, server, Place.freePort(), further, disks.isEmpty() ? " []" : ""));
        for (Map.Entry<String, Path> disk : disks.entrySet()) {
            yaml.append(Files.isRegularFile(disk.getValue()) ? served(disk) : tracked(disk));
        }
        return yaml.toString();
    }

    private static String served(Map.Entry<String, Path> disk) throws IOException {
        return """
                  - id: %s
                    name: %s
                    file: %s
                    size: %d
                    nbd:
                      unix: %s.sock
                """.formatted(UUID.randomUUID(), disk.getKey(), disk.getValue(), Files.size(disk.getValue()),
                disk.getKey());
    }

    private static String tracked(Map.Entry<String, Path> disk) {
        return """
                  - id: %s
                    name: %s
                    device: %s
                    size: %s
                """.formatted(UUID.randomUUID(), disk.getKey(), disk.getValue(),
                Shell.run("blockdev", "--getsize64", disk.getValue().toString()));
    }
}
