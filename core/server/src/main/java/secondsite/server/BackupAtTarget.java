package secondsite.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Comparator;
import picocli.CommandLine.Option;
import secondsite.api.client.Connection;
import secondsite.api.client.PointClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.point.Backup;

/** A backup that a master target keeps. */
final class BackupAtTarget {

    @Option(names = "--target", paramLabel = "URL", required = true, description = "The master target, like https://keeper:9443.")
    private URI target;

    @Option(names = "--certificate-folder", paramLabel = "DIR", required = true, description = "An administrator's certificate.pem, key.pem and authority.pem.")
    private Path certificate;

    @Option(names = "--name", paramLabel = "NAME", description = "The backup; the newest one when this is left out.")
    private String name;

    /** Fetches it into a new file. @return its name */
    String fetch(Path into) throws IOException {
        TlsIdentity identity = TlsIdentity.fromPem(certificate.resolve("certificate.pem"),
                certificate.resolve("key.pem"), certificate.resolve("authority.pem"));
        try (var connection = new Connection(target, identity, Connection.Patience.DEFAULTS)) {
            var client = new PointClient(connection);
            String wanted = name != null
                    ? name
                    : client.backups().stream().max(Comparator.comparing(Backup::received)).map(Backup::name)
                            .orElseThrow(() -> new IOException(target + " keeps no backup"));
            client.backup(wanted, into);
            return wanted;
        }
    }
}
