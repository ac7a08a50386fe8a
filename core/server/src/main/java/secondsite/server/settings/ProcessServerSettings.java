package secondsite.server.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * What a process server needs to know.
 *
 * @param certificate null, like key and authority, when the configuration server in the same program issues them
 * @param address     where agents reach it; null for the address that it listens on
 * @param reportTo    the configuration server that it reports to; null for the one in the same program, or none
 */
public record ProcessServerSettings(String id, Path certificate, Path key, Path authority, Listen listen, URI address,
        URI reportTo, Cache cache, Size bandwidth, List<Pair> disks) {

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
            Checks.https("target", Checks.given("target", target));
        }
    }

    public ProcessServerSettings {
        Checks.id("id", id);
        Checks.identity(certificate, key, authority);
        Checks.given("listen", listen);
        Checks.reached(listen, address, reportTo);
        Checks.given("cache", cache);
        Checks.given("bandwidth", bandwidth);
        disks = Checks.distinct("disks", disks, Pair::id);
    }
}
