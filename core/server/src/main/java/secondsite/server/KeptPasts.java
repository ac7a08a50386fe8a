package secondsite.server;

import java.nio.file.Path;
import java.util.Optional;
import secondsite.api.host.DiskSource;
import secondsite.server.host.Pasts;
import secondsite.server.target.keeping.KeptExports;

/** The master target's kept exports, as the host of machines beside it sees them. */
record KeptPasts(KeptExports exports) implements Pasts {

    @Override
    public Path socket(DiskSource.Past past) {
        return exports.socket(past.disk(), past.export());
    }

    @Override
    public boolean kept(DiskSource.Past past) {
        return exports.all().stream()
                .anyMatch(each -> each.disk().equals(past.disk()) && each.id().equals(past.export()));
    }

    @Override
    public Optional<DiskSource.Past> at(Path socket) {
        return exports.all().stream().filter(each -> each.unixSocket().equals(socket.toString())).findFirst()
                .map(each -> new DiskSource.Past(each.disk(), each.id()));
    }
}
