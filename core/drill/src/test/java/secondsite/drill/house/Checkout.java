package secondsite.drill.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that these tests run in: its modules, sources and classes. */
final class Checkout {

    static final Path TOP = top();
    static final List<String> MODULES = List.of("core/api", "core/engine", "core/server", "agent", "app");

    private static SoftReference<JavaClasses> classes = new SoftReference<>(null);

    private Checkout() {}

    private static Path top() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("installer/setup"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** Folders with the compiled classes of all programs; a module that is not part of this build has none. */
    static List<Path> classes() {
        return MODULES.stream().map(module -> TOP.resolve(module).resolve("target/classes")).filter(Files::exists)
                .toList();
    }

    /** All classes of all programs. They take some 100 MB, and are let go when other tests need that. */
    static synchronized JavaClasses imported() {
        JavaClasses known = classes.get();
        if (known == null) {
            known = new ClassFileImporter().importPaths(classes());
            classes = new SoftReference<>(known);
        }
        return known;
    }

    /** All Java files of all programs, and of the drill. */
    static List<Path> sources() {
        Stream<Path> roots = Stream.concat(MODULES.stream().map(module -> TOP.resolve(module).resolve("src/main/java")),
                Stream.of(TOP.resolve("core/drill/src/test/java")));
        return roots.flatMap(Checkout::javaFiles).toList();
    }

    /** All Java files of tests, the drill's included. */
    static List<Path> tests() {
        return Stream.concat(MODULES.stream(), Stream.of("core/drill"))
                .map(module -> TOP.resolve(module).resolve("src/test/java")).flatMap(Checkout::javaFiles).toList();
    }

    private static Stream<Path> javaFiles(Path root) {
        if (!Files.exists(root)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
