package secondsite.server.configuration;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import secondsite.api.client.PrivateFiles;
import secondsite.server.configuration.security.Authority.Issued;

/** Writes what the authority issued into a folder of its own: all of it or nothing; what a crash left half done is made anew. */
final class IssuedFolder {

    private IssuedFolder() {}

    /** Replaces what is there. Durable on return. */
    static void write(Path folder, Issued issued, X509Certificate authority) throws IOException {
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".new");
        PrivateFiles.delete(unfinished);
        PrivateFiles.folder(unfinished);
        PrivateFiles.key(unfinished.resolve("key.pem"), issued.key());
        PrivateFiles.certificates(unfinished.resolve("authority.pem"), List.of(authority));
        if (!issued.certificate().equals(authority)) {
            PrivateFiles.certificates(unfinished.resolve("certificate.pem"), List.of(issued.certificate()));
        }
        PrivateFiles.delete(folder);
        PrivateFiles.rename(unfinished, folder);
    }
}
