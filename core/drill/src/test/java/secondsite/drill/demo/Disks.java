package secondsite.drill.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import secondsite.drill.tools.Shell;
import secondsite.drill.tools.Volume;

/** The disks of two machines at the primary site, as they are before anybody protects them: ext4 with files of this machine. */
final class Disks {

    static final String WEB = "web";
    static final String DATABASE = "database";

    static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin"), Path.of("/usr/lib"));
    private static final List<Path> TEXTS = List.of(Path.of("/usr/share/doc"), Path.of("/usr/share"));

    private final Stage stage;

    Disks(Stage stage) {
        this.stage = stage;
    }

    List<Disk> make() {
        return List.of(make(WEB, "root", 1 << 30, 200 << 20, 2400), make(DATABASE, "root", 1 << 29, 80 << 20, 1200),
                make(DATABASE, "data", 1 << 29, 30 << 20, 1200));
    }

    /** Programs make most of the bytes, texts most of the files. */
    private Disk make(String machine, String name, long size, long bytes, int files) {
        Path folder = stage.directory().resolve(machine + "-" + name);
        Path content = folder.resolve("content");
        Path image = folder.resolve("disk.raw");
        try {
            Files.createDirectories(content);
            RealFiles.copy(PROGRAMS, content, bytes * 3 / 4, files / 3);
            RealFiles.copy(TEXTS, content, bytes / 4, files * 2 / 3);
            Shell.run("truncate", "--size=" + size, image.toString());
            Shell.run("mkfs.ext4", "-q", "-d", content.toString(), image.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.run("rm", "-rf", content.toString());
        return new Disk(machine, name, size, image, new Volume(folder, stage.root(), stage.cleanUp()));
    }
}
