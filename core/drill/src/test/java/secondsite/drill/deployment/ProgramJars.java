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
 * The class path of this test, without what only tests need of ours and with folders packed into jars, as installed programs have it.
 * Only of jars the JVM keeps, from run to run, what it has loaded; programs that are started a hundred times start twice as quickly then.
 */
final class ProgramJars {

    private static final ToolProvider JAR = ToolProvider.findFirst("jar").orElseThrow();

    private final Path folder;
    private final String tests;

    /**
     * @param folder where jars are kept from run to run
     * @param tests  the class path of tests
     */
    ProgramJars(Path folder, String tests) {
        this.folder = folder;
        this.tests = tests;
    }

    synchronized String classPath() throws IOException {
        Files.createDirectories(folder);
        List<String> jars = new ArrayList<>();
        for (String entry : tests.split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (!ofTests(path)) {
                jars.add(Files.isDirectory(path) ? packed(path, jars.size()).toString() : entry);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    /** A program that finds a test's settings of the log says nothing, to begin with. What packages are tested in is a jar. */
    private static boolean ofTests(Path path) {
        return path.endsWith("test-classes") || path.toString().endsWith("-tests.jar");
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
