package secondsite.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import secondsite.agent.capture.Closing;
import secondsite.agent.configuration.AgentConfiguration.DiskEntry;
import secondsite.agent.configuration.NbdAddress;
import secondsite.agent.configuration.Size;
import secondsite.agent.management.FurtherDisks;
import secondsite.api.machine.ServedDisk;

/**
 * The disks that the configuration server has this agent make: a sparse file {@code <name>-<disk id>.raw} for each, and beside it the unix
 * socket {@code <first 8 digits of the id>.sock}, short because such a path has 107 bytes at most. They are served as soon as they are
 * opened, also when the server was not heard yet: a machine runs on them, and it was started where the server decides that.
 */
final class AssignedImages implements FurtherDisks {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");
    private static final int SOCKET_DIGITS = 8;
    private static final int SOCKET_BYTES = 107;

    /** Opens the disk that an entry describes. */
    interface Opening {
        MachineDisk open(DiskEntry entry) throws IOException;
    }

    private final Optional<Path> folder;
    private final List<MachineDisk> all;
    private final Opening opening;
    private final Map<UUID, MachineDisk> served = new HashMap<>();

    /**
     * @param folder empty when nobody said where images may lie
     * @param all    the disks of the machine; those that are made here come to them
     */
    AssignedImages(Optional<Path> folder, List<MachineDisk> all, Opening opening) {
        this.folder = folder;
        this.all = all;
        this.opening = opening;
    }

    /** A disk of the agent's own configuration is served already, and stays what it is. */
    @Override
    public void serve(ServedDisk wanted) throws IOException {
        Optional<MachineDisk> known = all.stream().filter(disk -> disk.facts().id().equals(wanted.disk())).findFirst();
        if (known.isEmpty()) {
            add(entry(wanted));
        } else if (known.get().facts().size() != wanted.size()) {
            throw new IOException("it has " + known.get().facts().size() + " bytes, not " + wanted.size());
        }
    }

    private void add(DiskEntry entry) throws IOException {
        refuseTwice(entry);
        var image = new ImageFile(entry.file());
        if (!image.exists()) {
            image.create(entry.size().bytes());
        }
        MachineDisk disk = opening.open(entry);
        try {
            disk.start();
            disk.serve();
        } catch (IOException | RuntimeException e) {
            Closing.quietly(e, disk);
            throw e;
        }
        served.put(entry.id(), disk);
        all.add(disk);
    }

    private DiskEntry entry(ServedDisk wanted) throws IOException {
        Path images = folder.orElseThrow(() -> new IOException("this agent can make no disks: write 'images:' with a"
                + " folder that has room for them into its configuration, and start it anew"));
        if (wanted.name() == null || !NAME.matcher(wanted.name()).matches()) {
            throw new IOException("disk " + wanted.disk() + " has no name of 1 to 64 letters, digits, dots, dashes and"
                    + " underscores: " + wanted.name());
        }
        Path socket = images.resolve(wanted.disk().toString().substring(0, SOCKET_DIGITS) + ".sock");
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > SOCKET_BYTES) {
            throw new IOException(socket + ": a socket's path has " + SOCKET_BYTES
                    + " bytes at most; name a folder with a shorter path as 'images:'");
        }
        try {
            return new DiskEntry(wanted.disk(), wanted.name(),
                    images.resolve(wanted.name() + "-" + wanted.disk() + ".raw"), new Size(wanted.size()),
                    new NbdAddress(socket, null), null);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void refuseTwice(DiskEntry entry) throws IOException {
        for (MachineDisk other : all) {
            if (other.isLike(entry)) {
                throw new IOException("disk " + other.facts().name()
                        + " of this agent has the same id, name, file or address already");
            }
        }
    }

    @Override
    public Set<UUID> served() {
        return Set.copyOf(served.keySet());
    }

    @Override
    public void end(UUID disk) throws IOException {
        MachineDisk ending = served.remove(disk);
        all.remove(ending);
        ending.close();
    }
}
