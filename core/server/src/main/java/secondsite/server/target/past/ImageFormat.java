package secondsite.server.target.past;

/** The kinds of file a disk can be taken out into. */
public enum ImageFormat {
    /** The bytes of the disk, with holes where it is zeros. */
    RAW,
    /** QEMU's format, version 3, clusters of 64 KiB, without compression. */
    QCOW2
}
