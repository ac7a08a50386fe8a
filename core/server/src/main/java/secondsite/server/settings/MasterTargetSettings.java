package secondsite.server.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * What a master target needs to know.
 *
 * @param certificate null, like key and authority, when the configuration server in the same program issues them
 * @param address     where process servers and the configuration server reach it; null for the address that it listens on
 * @param reportTo    the configuration server that it reports to; null for the one in the same program, or none
 * @param quarantine  between the request to delete something, or a shorter retention, and its end
 * @param machines    null for a master target that runs no machines
 * @param seeds       folders with disks that replicas may begin as, when the configuration server names them
 * @param disks       those that are kept without a configuration server; one that has one is told by it
 */
public record MasterTargetSettings(String id, Path certificate, Path key, Path authority, Listen listen, URI address,
        URI reportTo, Replicas replicas, Exports exports, Extractions extractions, Backups backups,
        Retention retention, Span quarantine, List<Kept> disks, Machines machines, List<Path> seeds) {

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

    /** @param keep how many backups of the configuration server's database are kept, the newest ones */
    public record Backups(int keep) {
        public Backups {
            Checks.within("keep", keep, 1, 1000);
        }
    }

    /**
     * How much of the past is kept.
     *
     * @param everything  so long every record is a point
     * @param hourly      so old points are kept hourly
     * @param daily       so old points are kept daily; older ones are given up
     * @param alarm       a journal longer than this is an alarm; 0 for none
     */
    public record Retention(Span everything, Span hourly, Span daily, Size alarm) {
        public Retention {
            Checks.given("everything", everything);
            Checks.given("hourly", hourly);
            Checks.given("daily", daily);
            Checks.given("alarm", alarm);
            boolean rising = everything.duration().isPositive()
                    && hourly.duration().compareTo(everything.duration()) >= 0
                    && daily.duration().compareTo(hourly.duration()) >= 0;
            if (!rising) {
                throw new IllegalArgumentException(
                        "'everything' is " + everything + ", 'hourly' " + hourly + ", 'daily' " + daily
                                + "; each must be at least as long as the one before");
            }
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

    /**
     * That it is a host of machines, too.
     *
     * @param directory   of machines and their images
     * @param probes      folder of the programs that probes may run; null for none
     * @param program     QEMU: a name that PATH finds, or a path
     * @param accelerated whether the processor's virtualization is used where there is one
     */
    public record Machines(Path directory, Path probes, String program, Boolean accelerated, Ports ports) {
        public Machines {
            Checks.given("directory", directory);
            program = program == null ? "qemu-system-x86_64" : program;
            accelerated = accelerated == null || accelerated;
            ports = ports == null ? new Ports(21_000, 21_999) : ports;
        }
    }

    /** Ports of the host, at 127.0.0.1, behind which ports of machines are asked. */
    public record Ports(int first, int last) {
        public Ports {
            Checks.within("first", first, 1, 65_535);
            Checks.within("last", last, first, 65_535);
        }
    }

    /** Of a master target that runs no machines and begins replicas with nothing. */
    public MasterTargetSettings(String id, Path certificate, Path key, Path authority, Listen listen, URI address,
            URI reportTo, Replicas replicas, Exports exports, Extractions extractions, Backups backups,
            Retention retention, Span quarantine, List<Kept> disks) {
        this(id, certificate, key, authority, listen, address, reportTo, replicas, exports, extractions, backups,
                retention, quarantine, disks, null, List.of());
    }

    public MasterTargetSettings {
        Checks.id("id", id);
        Checks.identity(certificate, key, authority);
        Checks.given("listen", listen);
        Checks.reached(listen, address, reportTo);
        Checks.given("replicas", replicas);
        Checks.given("exports", exports);
        Checks.given("extractions", extractions);
        Checks.given("backups", backups);
        Checks.given("retention", retention);
        if (!Checks.given("quarantine", quarantine).duration().isPositive()) {
            throw new IllegalArgumentException("'quarantine' is " + quarantine + "; it is longer than nothing");
        }
        disks = Checks.distinct("disks", disks, Kept::id);
        seeds = seeds == null ? List.of() : List.copyOf(seeds);
    }
}
