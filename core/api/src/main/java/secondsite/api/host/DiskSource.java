package secondsite.api.host;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.UUID;

/** Where a disk's bytes are. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = DiskSource.NbdSocket.class, name = "nbd-socket"),
        @JsonSubTypes.Type(value = DiskSource.NbdAddress.class, name = "nbd-address"),
        @JsonSubTypes.Type(value = DiskSource.Image.class, name = "image"),
        @JsonSubTypes.Type(value = DiskSource.Overlay.class, name = "overlay"),
        @JsonSubTypes.Type(value = DiskSource.Past.class, name = "past")})
public sealed interface DiskSource {

    /** NBD allows no longer name. */
    int LONGEST_EXPORT = 4096;

    /** An NBD export on a unix socket of the host. */
    record NbdSocket(Path socket, String export) implements DiskSource {

        public NbdSocket {
            Checks.socket("socket", socket);
            Checks.text("export", export, 0, LONGEST_EXPORT);
        }

        @Override
        public String toString() {
            return "export '" + export + "' at " + socket;
        }
    }

    /** An NBD export on a TCP port. */
    record NbdAddress(String host, int port, String export) implements DiskSource {

        private static final int LONGEST_HOST = 253;

        public NbdAddress {
            Checks.text("host", host, 1, LONGEST_HOST);
            Checks.range("port", port, 1, 65_535);
            Checks.text("export", export, 0, LONGEST_EXPORT);
        }

        @Override
        public String toString() {
            return "export '" + export + "' at " + host + ":" + port;
        }
    }

    /** A file of the host, or a block device. */
    record Image(Path file, Format format) implements DiskSource {

        public Image {
            Checks.path("file", file);
            Checks.present("format", format);
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /**
     * An image of the machine's own over another place, which is only read. It is made with the machine, lies where its platform wants it,
     * and is deleted with the machine, even when it stands alone by then.
     */
    record Overlay(DiskSource below) implements DiskSource {

        public Overlay {
            Checks.present("below", below);
            Checks.hold(!(below instanceof Overlay), "below", "is an overlay itself; one is enough");
        }

        @Override
        public String toString() {
            return "an image over " + below;
        }
    }

    /**
     * A kept export of the master target that is the host. What the machine writes goes to an image of the machine's own, which is deleted
     * with it; a platform itself knows no such exports.
     */
    record Past(UUID disk, UUID export) implements DiskSource {

        public Past {
            Checks.present("disk", disk);
            Checks.present("export", export);
        }

        @Override
        public String toString() {
            return "kept export " + export + " of disk " + disk;
        }
    }

    /** How an image file holds a disk. */
    enum Format {
        RAW, QCOW2
    }
}
