package secondsite.server.host;

import java.nio.file.Path;
import java.util.Optional;
import secondsite.api.host.DiskSource;

/** Disks as they were, which a master target serves to the machines of this host. */
public interface Pasts {

    /** Where an export is served, or would be. */
    Path socket(DiskSource.Past past);

    /** Whether it is kept now. */
    boolean kept(DiskSource.Past past);

    /** Which one is kept and served at a socket; empty when none is. */
    Optional<DiskSource.Past> at(Path socket);
}
