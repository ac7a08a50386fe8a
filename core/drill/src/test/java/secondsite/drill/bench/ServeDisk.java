package secondsite.drill.bench;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;

/** Serves a file as it is, without a log, until it is killed: {@code FILE SOCKET} or {@code FILE tcp:PORT}. */
public final class ServeDisk {

    private ServeDisk() {}

    public static void main(String[] arguments) throws Exception {
        Exports exports = new Exports();
        exports.add("", new FileDisk(DirectoryFolder.openFile(Path.of(arguments[0]))));
        NbdServer server = new NbdServer(exports, NbdSettings.DEFAULT, NbdEvents.NONE);
        server.listen(address(arguments[1]));
        new CountDownLatch(1).await();
    }

    private static SocketAddress address(String argument) {
        return argument.startsWith("tcp:")
                ? new InetSocketAddress("127.0.0.1", Integer.parseInt(argument.substring(4)))
                : UnixDomainSocketAddress.of(argument);
    }
}
