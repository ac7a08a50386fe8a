package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import secondsite.engine.file.DirectoryFolder;

/** A program that starts a machine, says so, and waits to be killed. Words: the folder of machines, and the machine's id. */
final class StartingProgram {

    private StartingProgram() {}

    public static void main(String[] words) throws IOException {
        Qemu.open(DirectoryFolder.at(Path.of(words[0])), ShortFolder.SETTINGS).start(UUID.fromString(words[1]));
        IO.println("started");
        System.in.read();
    }
}
