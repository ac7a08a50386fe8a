package secondsite.agent.configuration;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The agent's configuration file. {@code defaults/agent.yaml} says what each field means; here is what holds when it is left out.
 * Paths are absolute once it is read.
 *
 * @param images folder of the disks that the configuration server has the agent make; null when it can make none
 */
public record AgentConfiguration(@JsonProperty(required = true) Identity agent,
        ConfigurationServer configurationServer, ProcessServer processServer, Shipping shipping, SpoolFolder spool,
        Resync resync, Path control, GroupPlace group, Machine machine, Path images, Tracking tracking,
        List<DiskEntry> disks) {

    /** Who the agent is. */
    public record Identity(@JsonProperty(required = true) String id, @JsonProperty(required = true) Path certificate,
            @JsonProperty(required = true) Path key, @JsonProperty(required = true) Path authority) {}

    /**
     * Who tells the agent what to do.
     *
     * @param ask how long the agent waits at its start for a word of the server before it serves protected disks; an hour at most
     */
    public record ConfigurationServer(@JsonProperty(required = true) URI url, Period ask) {

        private static final Duration LONGEST = Duration.ofHours(1);

        public ConfigurationServer {
            checkAddress(url);
            ask = ask == null ? new Period(Duration.ofSeconds(10)) : ask;
            if (ask.duration().compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a machine that waits longer than an hour for its disks is down");
            }
        }
    }

    /** Where records go; null when the configuration server says that. */
    public record ProcessServer(@JsonProperty(required = true) URI url) {

        public ProcessServer {
            checkAddress(url);
        }
    }

    private static void checkAddress(URI url) {
        if (!"https".equals(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException("'" + url + "' is no address like https://host:port");
        }
    }

    /** @param bandwidth bytes per second; 0 for no limit */
    public record Shipping(Size bandwidth, Boolean compress) {

        public Shipping {
            bandwidth = bandwidth == null ? new Size(0) : bandwidth;
            compress = compress == null || compress;
        }
    }

    /** Where writes wait. */
    public record SpoolFolder(Path directory, Size limit, Size reserve) {

        public SpoolFolder {
            directory = directory == null ? Path.of("spool") : directory;
            limit = limit == null ? new Size(4L << 30) : limit;
            reserve = reserve == null ? new Size(256L << 20) : reserve;
            if (limit.bytes() < 4L << 20) {
                throw new IllegalArgumentException("a spool needs 4 MiB at least");
            }
        }
    }

    /**
     * Where other agents of a replication group reach this one; null when it can be in none.
     *
     * @param listen  {@code host:port}
     * @param address as they reach it, like {@code https://10.1.0.7:20004}; null for the same as listen
     */
    public record GroupPlace(@JsonProperty(required = true) String listen, URI address) {

        public GroupPlace {
            socket(listen);
            if (address != null) {
                checkAddress(address);
            }
        }

        private static InetSocketAddress socket(String listen) {
            int colon = listen.lastIndexOf(':');
            try {
                return new InetSocketAddress(InetAddress.getByName(listen.substring(0, Math.max(0, colon))),
                        Integer.parseInt(listen.substring(colon + 1)));
            } catch (UnknownHostException | IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + listen + "' is no address like 10.1.0.7:20004", e);
            }
        }

        /** For a server to listen on. */
        public InetSocketAddress socket() {
            return socket(listen);
        }
    }

    /**
     * How the machine's power is asked and switched: over the QMP socket of its QEMU, or with commands, all three of them.
     *
     * @param state    ends with 0 when it is on, with 1 when it is off
     * @param shutDown asks it to shut down
     * @param forceOff turns it off
     */
    public record Machine(Path qmp, List<String> state, List<String> shutDown, List<String> forceOff) {

        private static final int MOST_WORDS = 64;

        public Machine {
            state = state == null ? List.of() : List.copyOf(state);
            shutDown = shutDown == null ? List.of() : List.copyOf(shutDown);
            forceOff = forceOff == null ? List.of() : List.copyOf(forceOff);
            List<List<String>> commands = List.of(state, shutDown, forceOff);
            long missing = commands.stream().filter(List::isEmpty).count();
            if (missing != (qmp == null ? 0 : commands.size())) {
                throw new IllegalArgumentException(
                        "the machine's power is either qmp: a socket, or three commands: state, shutDown and forceOff");
            }
            if (commands.stream().anyMatch(command -> command.size() > MOST_WORDS)) {
                throw new IllegalArgumentException("a command has " + MOST_WORDS + " words at most");
            }
            if (commands.stream().anyMatch(
                    command -> !command.isEmpty() && !Path.of(command.getFirst()).isAbsolute())) {
                throw new IllegalArgumentException("a command begins with the absolute path of a program");
            }
        }

        Machine in(Path folder) {
            return qmp == null ? this : new Machine(folder.resolve(qmp), null, null, null);
        }
    }

    /** @param freeze how long the file systems of tracked devices may be frozen for a point; a minute at most */
    public record Tracking(Period freeze) {

        private static final Duration LONGEST = Duration.ofMinutes(1);

        public Tracking {
            freeze = freeze == null ? new Period(Duration.ofSeconds(2)) : freeze;
            if (freeze.duration().compareTo(LONGEST) > 0 || freeze.duration().isZero()) {
                throw new IllegalArgumentException("file systems are frozen for a minute at most, and some time");
            }
        }
    }

    /** @param automatic whether a disk is compared by itself after a gap */
    public record Resync(Boolean automatic) {

        public Resync {
            automatic = automatic == null || automatic;
        }
    }

    /**
     * A disk that is served, or one that is only followed; protected unless a configuration server decides that.
     *
     * @param file   that holds a served disk; null for another one
     * @param nbd    where a served disk is reached; null for another one
     * @param epoch  in which this side writes, 1 or more; rises with each failover; null for what the configuration server says, else 1
     * @param device  block device, or for scans a file too, that the machine goes on using by itself; null for another one
     * @param capture how it is noticed what was written; null for SPLIT if it is served, MIRROR if it is a guest's, else TRACKING
     * @param guest  which disk of which running guest; null for another one
     * @param excludeSwap whether swap space on a tracked device is left out; null for false
     */
    public record DiskEntry(@JsonProperty(required = true) UUID id, @JsonProperty(required = true) String name,
            Path file, @JsonProperty(required = true) Size size, NbdAddress nbd, Integer epoch, Path device,
            Capturing capture, GuestDiskPlace guest, Boolean excludeSwap) {

        /** Ways to notice what is written to a disk. */
        public enum Capturing {
            /** It passes the agent, which serves the disk. */
            @JsonProperty("split")
            SPLIT,
            /** The kernel tells. */
            @JsonProperty("tracking")
            TRACKING,
            /** The disk is read, and compared with checksums of what was told before. */
            @JsonProperty("scan")
            SCAN,
            /** A guest's QEMU brings it. */
            @JsonProperty("mirror")
            MIRROR
        }

        public DiskEntry {
            if (size.bytes() <= 0) {
                throw new IllegalArgumentException("a disk of " + size.bytes() + " bytes");
            }
            if (epoch != null && epoch < 1) {
                throw new IllegalArgumentException("epochs begin with 1");
            }
            boolean other = device != null || guest != null;
            if (other ? file != null || nbd != null || device != null && guest != null : file == null || nbd == null) {
                throw new IllegalArgumentException(
                        "a disk is either served, with a file and nbd: an address, or it is a device, or a guest's");
            }
            Capturing usual = guest != null ? Capturing.MIRROR : device != null ? Capturing.TRACKING : Capturing.SPLIT;
            capture = capture == null ? usual : capture;
            excludeSwap = excludeSwap != null && excludeSwap;
            if (excludeSwap && capture != Capturing.TRACKING) {
                throw new IllegalArgumentException("swap space can be left out of a device that is tracked only");
            }
            if (capture != usual && !(device != null && capture == Capturing.SCAN)) {
                throw new IllegalArgumentException(
                        "a disk that is served is captured by: split, a device by: tracking or scan, a guest's by: mirror");
            }
        }

        /** Of a disk that is served. */
        public DiskEntry(UUID id, String name, Path file, Size size, NbdAddress nbd, Integer epoch) {
            this(id, name, file, size, nbd, epoch, null, null, null, null);
        }

        /** The same of a disk that has become larger. */
        public DiskEntry of(long bytes) {
            return new DiskEntry(id, name, file, new Size(bytes), nbd, epoch, device, capture, guest, excludeSwap);
        }

        /** The epoch to begin in. */
        public int firstEpoch() {
            return epoch == null ? 1 : epoch;
        }

        /** Whether its machine reaches it through us; otherwise it has it by itself. */
        public boolean isServed() {
            return file != null;
        }

        /** Where its bytes are, for people. */
        public String place() {
            return String.valueOf(isServed() ? file : device == null ? guest : device);
        }

        DiskEntry in(Path folder) {
            return new DiskEntry(id, name, in(file, folder), size, nbd == null ? null : nbd.in(folder), epoch,
                    in(device, folder), capture, guest == null ? null : guest.in(folder), excludeSwap);
        }

        private static Path in(Path path, Path folder) {
            return path == null ? null : folder.resolve(path);
        }
    }

    public AgentConfiguration {
        disks = disks == null ? List.of() : List.copyOf(disks);
        if (configurationServer == null) {
            WrongFieldException.when(processServer == null,
                    "either processServer or configurationServer is needed: where to send, or who tells that");
            WrongFieldException.when(machine != null, "only a configurationServer switches the machine's power",
                    "machine");
            WrongFieldException.when(images != null, "only a configurationServer has the agent make disks", "images");
        } else {
            refuseWhatIsTold(processServer, shipping, resync, disks);
        }
        shipping = shipping == null ? new Shipping(null, null) : shipping;
        spool = spool == null ? new SpoolFolder(null, null, null) : spool;
        resync = resync == null ? new Resync(null) : resync;
        tracking = tracking == null ? new Tracking(null) : tracking;
        control = control == null ? Path.of("control.sock") : control;
        refuseTwice(disks);
    }

    private static void refuseWhatIsTold(ProcessServer processServer, Shipping shipping, Resync resync,
            List<DiskEntry> disks) {
        String why = " is told by the configuration server; leave it out";
        WrongFieldException.when(processServer != null, "where to send" + why, "processServer");
        WrongFieldException.when(shipping != null, "how to send" + why, "shipping");
        WrongFieldException.when(resync != null, "when to compare" + why, "resync");
        for (int i = 0; i < disks.size(); i++) {
            WrongFieldException.when(disks.get(i).epoch() != null, "the epoch" + why, "disks", i, "epoch");
        }
    }

    /** Whether a configuration server tells the agent what to do. */
    public boolean managed() {
        return configurationServer != null;
    }

    private static void refuseTwice(List<DiskEntry> disks) {
        Set<Object> seen = new HashSet<>();
        for (DiskEntry disk : disks) {
            if (!seen.add(disk.id()) | !seen.add(disk.name()) | !seen.add(List.of(disk.place()))
                    | (disk.nbd() != null && !seen.add(disk.nbd()))) {
                throw new IllegalArgumentException("disk " + disk.name()
                        + ": another disk has the same id, name, file or address already");
            }
        }
    }

    /** The same with all paths made absolute from this folder. */
    AgentConfiguration in(Path folder) {
        var identity = new Identity(agent.id, folder.resolve(agent.certificate), folder.resolve(agent.key),
                folder.resolve(agent.authority));
        var here = new SpoolFolder(folder.resolve(spool.directory), spool.limit, spool.reserve);
        return new AgentConfiguration(identity, configurationServer, processServer, managed() ? null : shipping, here,
                managed() ? null : resync, folder.resolve(control), group,
                machine == null ? null : machine.in(folder), images == null ? null : folder.resolve(images), tracking,
                disks.stream().map(disk -> disk.in(folder)).toList());
    }
}
