package secondsite.server.process;

import java.io.IOException;
import java.util.UUID;
import secondsite.api.site.ProcessServerAssignment.Pair;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.ship.ShippingSettings;
import secondsite.server.settings.ProcessServerSettings;

/** All caches: one folder for each disk. */
final class Caches {

    private final Folder folder;
    private final ProcessServerSettings.Cache settings;
    private final CacheOfDisk.Surroundings surroundings;
    private final GatewayDisk.CacheLimits limits;

    Caches(Folder folder, ProcessServerSettings.Cache settings, CacheOfDisk.Surroundings surroundings) {
        this.folder = folder;
        this.settings = settings;
        this.surroundings = surroundings;
        this.limits = new GatewayDisk.CacheLimits(settings.limit().bytes(), settings.reserve().bytes());
    }

    /** Makes the folder where it is missing; it is durable after {@link #force}. */
    OpenPair of(Pair pair, Target target) throws IOException {
        var cache = new CacheFolder(folder.folder(pair.disk().toString()),
                new JournalIdentity(pair.disk(), pair.size()), limits.journal(settings.segment().bytes()),
                surroundings.clock());
        ShippingSettings shipping = pair.compress()
                ? ShippingSettings.DEFAULTS
                : ShippingSettings.DEFAULTS.unpacked();
        var disk = new GatewayDisk(cache, target.receiver(pair.disk()), surroundings.shipped(shipping), limits);
        disk.leastEpoch(pair.epoch());
        return new OpenPair(pair, disk, target);
    }

    /** The folders themselves outlive a loss of power from now on: nothing in them is acknowledged before. */
    void force() throws IOException {
        folder.force();
    }

    /** Deletes a cache that is closed, with its folder. Durable on return. */
    void delete(UUID disk) throws IOException {
        Folder own = folder.folder(disk.toString());
        for (String name : own.names()) {
            own.delete(name);
        }
        own.force();
        folder.deleteFolder(disk.toString());
        folder.force();
    }
}
