package secondsite.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import secondsite.agent.configuration.ConfigurationFile;
import secondsite.agent.configuration.NewDisk;
import secondsite.agent.configuration.Quantities;
import secondsite.agent.os.LinuxDevice;
import secondsite.engine.disk.Disk;

/** Adds a disk to an agent's configuration. */
@Command(name = "add-disk", description = "Adds a disk to the agent's configuration, with an id of its own; what else is in the file stays as it is. The agent has it after its next start.", mixinStandardHelpOptions = true)
final class AddDiskCommand implements Callable<Integer> {

    @Option(names = {"-c",
            "--configuration"}, required = true, paramLabel = "FILE", description = "The agent's configuration.")
    private Path configuration;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "For people; unique on this machine.")
    private String name;

    @Option(names = "--file", paramLabel = "PATH", description = "The file or block device that holds a disk that the agent serves.")
    private Path file;

    @Option(names = "--size", paramLabel = "SIZE", description = "Size of the disk, as 10 GiB; makes the file when there is none. Default: the size of the file.")
    private String size;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Where where;

    /** One of two kinds of address, or none of a device. */
    static final class Where {

        @Option(names = "--device", paramLabel = "PATH", description = "A block device that the machine goes on using by itself, mounted or not; its writes are heard of from the kernel. Give a name that stays, of /dev/disk/by-id. Instead of --file.")
        private Path device;

        @Option(names = "--unix", paramLabel = "SOCKET", description = "Serve it on a unix socket; relative to the configuration.")
        private String unix;

        @Option(names = "--tcp", paramLabel = "PORT", description = "Serve it on a port of the loopback interface (PORT or HOST:PORT).")
        private String tcp;
    }

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if ((where.device == null) == (file == null)) {
            throw new ParameterException(spec.commandLine(), "either --device, or --file with an address, is needed");
        }
        ConfigurationFile.read(configuration);
        return where.device == null ? addServed() : addDevice();
    }

    private int addDevice() throws IOException {
        long actual = LinuxDevice.size(where.device);
        if (size != null && actual != bytes()) {
            throw new IOException(where.device + " has " + actual + " bytes, not " + bytes());
        }
        return add(new NewDisk(UUID.randomUUID(), name, where.device.toAbsolutePath().normalize().toString(), actual,
                null, null), "capture");
    }

    private int addServed() throws IOException {
        var image = new ImageFile(file);
        boolean made = !image.exists() && size != null;
        var disk = new NewDisk(UUID.randomUUID(), name, file.toAbsolutePath().normalize().toString(),
                made ? bytes() : actualSize(image), where.unix, where.tcp);
        if (made) {
            image.create(disk.size());
        }
        return add(disk, "serve");
    }

    private int add(NewDisk disk, String what) throws IOException {
        disk.addTo(configuration);
        spec.commandLine().getOut().println("disk " + name + " is " + disk.id() + ", " + Sizes.of(disk.size())
                + "; start the agent anew to " + what + " it");
        return 0;
    }

    private long actualSize(ImageFile image) throws IOException {
        try (Disk disk = image.open(true)) {
            if (size != null && disk.size() != bytes()) {
                throw new IOException(image + " has " + disk.size() + " bytes, not " + bytes());
            }
            return disk.size();
        }
    }

    private long bytes() {
        try {
            return Quantities.bytes(size);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
