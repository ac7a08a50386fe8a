package secondsite.drill.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {

    @TempDir
    private Path root;

    @BeforeEach
    void aTree() throws IOException {
        Files.createDirectories(root.resolve("folder/deeper"));
        Files.writeString(root.resolve("folder/deeper/file"), "content");
        Files.writeString(root.resolve("other"), "other content");
        Files.createSymbolicLink(root.resolve("link"), Path.of("folder"));
    }

    @Test
    void theSameTreeHasNoDifferences() {
        Manifest before = Manifest.of(root);
        assertThat(before.differences(Manifest.of(root))).isEmpty();
        assertThat(before.files()).isEqualTo(3);
    }

    @Test
    void everyFileThatIsMissingAddedOrDifferentIsNamed() throws IOException {
        Manifest before = Manifest.of(root);
        Files.writeString(root.resolve("folder/deeper/file"), "Content");
        Files.move(root.resolve("other"), root.resolve("moved"));
        Files.delete(root.resolve("link"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("elsewhere"));
        assertThat(before.differences(Manifest.of(root))).containsExactly("folder/deeper/file", "link", "moved",
                "other");
    }

    @Test
    void checksumsAreSha256() {
        assertThat(Manifest.of(root).entries()).containsEntry("folder/deeper/file",
                "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73");
    }
}
