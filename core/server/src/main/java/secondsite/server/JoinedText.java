package secondsite.server;

import java.net.URI;
import secondsite.server.deployment.HostAddress;

/**
 * The configuration of a server that has joined, as a person would write it.
 *
 * @param listens  where it listens
 * @param reached  where others reach it
 * @param reportTo the configuration server
 * @param state    folder of what the server keeps, as it stands before its names: "" for the folder of the configuration, or one with a
 *                 slash at its end
 */
record JoinedText(String name, HostAddress listens, URI reached, URI reportTo, String state) {

    String processServer() {
        return head("Process server", "process-server", "processServer") + """
                  cache:
                    # Where records wait until they are durable at their target; limit and reserve can be set here too.
                    directory: "%scache"
                """.formatted(state);
    }

    String masterTarget() {
        return head("Master target", "master-target", "masterTarget") + """
                  replicas:
                    # Base images and journals: the file system with the room for them.
                    directory: "%1$sreplicas"
                  exports:
                    directory: "%1$sexports"
                  extractions:
                    directory: "%1$sextractions"
                """.formatted(state);
    }

    private String head(String title, String role, String section) {
        return """
                # %s %s. Its disks are assigned by the configuration server.
                # Every other field, with what holds when it is left out, is in the program's defaults/server.yaml.

                roles: [%s]

                %s:
                  id: %s
                  # Renewed in time by the program itself.
                  certificate: "%scertificate.pem"
                  key: "%skey.pem"
                  authority: "%sauthority.pem"
                  listen:
                    host: "%s"
                    port: %d
                  # Where others reach this server; told to the configuration server.
                  address: %s
                  # The configuration server.
                  reportTo: %s
                """.formatted(title, name, role, section, name, state, state, state, listens.host(), listens.port(),
                reached, reportTo);
    }
}
