package secondsite.drill.tools;

import java.nio.file.Path;

/** The kernel's ext4 on a loop device; needs root. Flushes of the file system become flushes of the file. */
final class KernelFileSystem implements FileSystem {

    private String loop;
    private String mountPoint;

    @Override
    public void attach(Path file) {
        loop = Shell.run("losetup", "--find", "--show", file.toString());
    }

    @Override
    public String device() {
        return loop;
    }

    @Override
    public void mount(Path at) {
        Shell.run("mount", "-o", "noatime", loop, at.toString());
        mountPoint = at.toString();
    }

    @Override
    public void unmount() {
        Shell.run("umount", mountPoint);
        mountPoint = null;
    }

    @Override
    public void freeze() {
        Shell.run("fsfreeze", "--freeze", mountPoint);
    }

    @Override
    public void thaw() {
        Shell.run("fsfreeze", "--unfreeze", mountPoint);
    }

    @Override
    public void detach() {
        Shell.run("losetup", "--detach", loop);
        loop = null;
    }

    @Override
    public void abandon() {
        if (mountPoint != null) {
            // A file system that stays frozen could never be let go.
            Shell.attempt("fsfreeze", "--unfreeze", mountPoint);
            if (!Shell.attempt("umount", mountPoint).fine()) {
                Shell.attempt("umount", "--lazy", mountPoint);
            }
            mountPoint = null;
        }
        if (loop != null) {
            Shell.attempt("losetup", "--detach", loop);
            loop = null;
        }
    }
}
