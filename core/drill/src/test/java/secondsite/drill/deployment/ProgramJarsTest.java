package secondsite.drill.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramJarsTest {

    @TempDir
    private Path folder;

    @Test
    void aProgramHasNothingOfTestsHoweverTheyArePacked() throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        Path tests = Files.createDirectory(folder.resolve("test-classes"));
        String path = String.join(File.pathSeparator, List.of(tests.toString(), classes.toString(),
                "/there/server-0.1.0-SNAPSHOT.jar", "/there/server-0.1.0-SNAPSHOT-tests.jar"));
        String found = new ProgramJars(folder, path).classPath();
        assertThat(found.split(File.pathSeparator)).containsExactly(folder.resolve("0.jar").toString(),
                "/there/server-0.1.0-SNAPSHOT.jar");
    }
}
