package secondsite.server.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.engine.file.DirectoryFolder;
import secondsite.api.host.ConsoleText;

/** What a machine said is read in pieces and does not fill the host. */
class ConsoleTest {

    @TempDir
    Path directory;

    private Console console(long position, String text) throws IOException {
        var folder = DirectoryFolder.at(directory);
        try (var file = folder.create(Console.NAME)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), position);
        }
        return new Console(folder);
    }

    @Test
    void nothingIsSaidYet() throws IOException {
        var console = new Console(DirectoryFolder.at(directory));
        assertThat(console.size()).isZero();
        assertThat(console.read(5, 10)).isEqualTo(new ConsoleText(5, "", 5));
        console.trim();
    }

    @Test
    void aCharacterIsNotTorn() throws IOException {
        Console console = console(0, "aäb€c");
        assertThat(console.read(0, 2)).isEqualTo(new ConsoleText(0, "a", 1));
        assertThat(console.read(1, 2)).isEqualTo(new ConsoleText(1, "ä", 3));
        assertThat(console.read(3, 3)).isEqualTo(new ConsoleText(3, "b", 4));
        assertThat(console.read(4, 3)).isEqualTo(new ConsoleText(4, "€", 7));
        assertThat(console.read(4, 100)).isEqualTo(new ConsoleText(4, "€c", 8));
    }

    @Test
    void theOldestIsForgottenAndPlacesStay() throws IOException {
        long begin = 3 * Console.KEPT_BYTES;
        Console console = console(begin, "the end");
        console.trim();
        assertThat(console.size()).isEqualTo(begin + 7);
        assertThat(console.read(begin, 10).text()).isEqualTo("the end");
        ConsoleText oldest = console.read(0, 10);
        assertThat(oldest.offset()).isBetween(begin - Console.KEPT_BYTES - (64 << 10), begin - Console.KEPT_BYTES + 7);
        assertThat(oldest.next()).isEqualTo(oldest.offset() + 10);
    }
}
