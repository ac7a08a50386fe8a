package secondsite.server.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** What a process server needs to know. */
public record ProcessServerSettings(String id, Path certificate, Path key, Path authority, Listen listen, Cache cache,
        Size bandwidth, List<Pair> disks) {

    /**
     * Where records wait until the target has them.
     *
     * @param limit   most bytes for one disk
     * @param reserve space that is always left free
     */
    public record Cache(Path directory, Size limit, Size segment, Size reserve) {
        public Cache {
            Checks.given("directory", directory);
            Checks.atLeast("limit", limit, 16L << 20);
            Checks.atLeast("segment", segment, 1L << 20);
            Checks.within("segment", segment.bytes(), 1L << 20, 1L << 30);
            Checks.given("reserve", reserve);
        }
    }

    /**
     * A disk, who may send it, and where it goes.
     *
     * @param agent  id of the agent
     * @param target address of the master target
     */
    public record Pair(UUID id, String agent, Size size, URI target) {
        public Pair {
            Checks.given("id", id);
            Checks.id("agent", agent);
            Checks.atLeast("size", size, 512);
            if (!"https".equals(Checks.given("target", target).getScheme()) || target.getHost() == null) {
                throw new IllegalArgumentException(
                        "'target' is '" + target + "'; write for instance https://keeper:9443");
            }
        }
    }

    public ProcessServerSettings {
        Checks.id("id", id);
        Checks.given("certificate", certificate);
        Checks.given("key", key);
        Checks.given("authority", authority);
        Checks.given("listen", listen);
        Checks.given("cache", cache);
        Checks.given("bandwidth", bandwidth);
        disks = Checks.distinct("disks", disks, Pair::id);
    }
}
