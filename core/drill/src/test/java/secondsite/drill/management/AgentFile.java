package secondsite.drill.management;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import secondsite.drill.deployment.Place;

/**
 * The configuration of an agent that has joined.
 *
 * @param server  the configuration server
 * @param further lines
 * @param disks   image files by name
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
            yaml.append("""
                      - id: %s
                        name: %s
                        file: %s
                        size: %d
                        nbd:
                          unix: %s.sock
                    """.formatted(UUID.randomUUID(), disk.getKey(), disk.getValue(), Files.size(disk.getValue()),
                    disk.getKey()));
        }
        return yaml.toString();
    }
}
