package secondsite.drill.tools;

import java.nio.file.Path;

/** How the ext4 file system in a file is used: by the kernel, or, for people who may not mount, by a program. */
interface FileSystem {

    /** The file will be used from now on. */
    void attach(Path file);

    /** What tools that make and check file systems are given. */
    String device();

    void mount(Path at);

    void unmount();

    /** Puts everything on the disk and lets nothing be written until {@link #thaw}; files can be read. */
    void freeze();

    void thaw();

    void detach();

    /** Gives up whatever is there, when the disk has died, or at the end; does not fail. */
    void abandon();
}
