package secondsite.drill.deployment;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The class path of this test with its folders packed into jars, as installed programs have it. Only of jars the JVM keeps, from run to
 * run, what it has loaded; programs that are started a hundred times start twice as quickly then.
 */
final class ProgramJars {

    private static final ToolProvider JAR = ToolProvider.findFirst("jar").orElseThrow();

    private final Path folder;

    /** @param folder where jars are kept from run to run */
    ProgramJars(Path folder) {
        this.folder = folder;
    }

    synchronized String classPath() throws IOException {
        Files.createDirectories(folder);
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (!Files.isDirectory(path)) {
                jars.add(entry);
            } else if (!path.endsWith("test-classes")) {
                jars.add(packed(path, jars.size()).toString());
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    private Path packed(Path classes, int number) throws IOException {
        Path jar = folder.resolve(number + ".jar");
        if (!Files.exists(jar) || newest(classes).compareTo(Files.getLastModifiedTime(jar)) > 0) {
            int code = JAR.run(System.out, System.err, "--create", "--no-compress", "--file", jar.toString(), "-C",
                    classes.toString(), ".");
            if (code != 0) {
                throw new IOException(classes + " cannot be packed");
            }
        }
        return jar;
    }

    private static FileTime newest(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            FileTime newest = FileTime.fromMillis(0);
            for (Path file : (Iterable<Path>) files::iterator) {
                FileTime time = Files.getLastModifiedTime(file);
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
            return newest;
        }
    }
}
