package secondsite.drill.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoilingTest {

    @TempDir
    private Path root;

    @Test
    void theManifestNoticesTheOneByteThatWasChanged() throws IOException {
        Files.writeString(root.resolve("a-empty"), "");
        Files.writeString(root.resolve("b-file"), "content");
        Files.writeString(root.resolve("c-file"), "other content");
        Manifest before = Manifest.of(root);
        Spoiling.oneByte(root);
        assertThat(before.differences(Manifest.of(root))).containsExactly("b-file");
        assertThat(root.resolve("b-file")).hasSize(7);
    }
}
