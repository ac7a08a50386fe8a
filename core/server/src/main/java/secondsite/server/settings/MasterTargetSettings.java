package secondsite.server.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** What a master target needs to know. */
public record MasterTargetSettings(String id, Path certificate, Path key, Path authority, Listen listen,
        Replicas replicas,
        Exports exports, Extractions extractions, List<Kept> disks) {

    /** @param reserve space that is always left free */
    public record Replicas(Path directory, Size segment, Size reserve) {
        public Replicas {
            Checks.given("directory", directory);
            Checks.within("segment", Checks.given("segment", segment).bytes(), 1L << 20, 1L << 30);
            Checks.given("reserve", reserve);
        }
    }

    /** Sockets of points that are served, and what is written to them. */
    public record Exports(Path directory) {
        public Exports {
            Checks.given("directory", directory);
        }
    }

    /** Files into which disks of the past are written. */
    public record Extractions(Path directory) {
        public Extractions {
            Checks.given("directory", directory);
        }
    }

    /**
     * A disk that is kept here.
     *
     * @param machine       the machine's name, for people
     * @param name          the disk's name, for people
     * @param processServer id of the process server that may send it
     */
    public record Kept(UUID id, String machine, String name, Size size, String processServer) {
        public Kept {
            Checks.given("id", id);
            Checks.given("machine", machine);
            Checks.given("name", name);
            Checks.atLeast("size", size, 512);
            Checks.id("processServer", processServer);
        }
    }

    public MasterTargetSettings {
        Checks.id("id", id);
        Checks.given("certificate", certificate);
        Checks.given("key", key);
        Checks.given("authority", authority);
        Checks.given("listen", listen);
        Checks.given("replicas", replicas);
        Checks.given("exports", exports);
        Checks.given("extractions", extractions);
        disks = Checks.distinct("disks", disks, Kept::id);
    }
}
