package secondsite.drill.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import secondsite.api.client.Connection;
import secondsite.api.client.IdentityFiles;
import secondsite.api.client.PointClient;
import secondsite.api.point.Export;
import secondsite.api.point.PointList;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Shell;

/** The master target, asked with the administrator's certificate: it serves disks as they were, and knows their points. */
final class MasterTarget implements RecoveryPoints {

    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    private final PointClient client;

    private MasterTarget(PointClient client) {
        this.client = client;
    }

    /** @param identity folder with certificate, key and the deployment's authority */
    static MasterTarget at(URI address, Path identity, CleanUp cleanUp) {
        try {
            var connection = new Connection(address, IdentityFiles.in(identity).read(), Connection.Patience.DEFAULTS);
            cleanUp.later(connection::close);
            return new MasterTarget(new PointClient(connection));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String bookmark(UUID disk, String label) {
        return Administrator.ask("listing points", () -> client.points(disk, Instant.EPOCH, FAR)).points().stream()
                .filter(point -> label.equals(point.label())).findFirst().map(PointList.Point::sequence)
                .map(String::valueOf)
                .orElseThrow(() -> new Shell.Failure("disk " + disk + " has no point '" + label + "'"));
    }

    /** Serves a disk as it was. @param at a sequence, a time, or {@code latest} */
    Export open(UUID disk, String at) {
        return Administrator.ask("opening the point " + at, () -> client.open(disk, at));
    }

    void close(Export export) {
        Administrator.ask("closing the point", () -> {
            client.close(export.id());
            return export;
        });
    }
}
