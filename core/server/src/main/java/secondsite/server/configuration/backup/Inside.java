package secondsite.server.configuration.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Which files a backup holds, by their places in the folder of the configuration server, and how long each may be. */
final class Inside {

    static final String DATABASE = "database.sqlite";
    static final String SECRETS = "secrets.key";
    static final String SETTINGS = "server.yaml";
    static final String AUTHORITY = "authority/authority.pem";
    static final String AUTHORITY_KEY = "authority/key.pem";

    /** What is copied as it lies there. */
    static final List<String> COPIED = List.of(AUTHORITY, AUTHORITY_KEY, "administrator/authority.pem",
            "administrator/certificate.pem", "administrator/key.pem", SECRETS);
    /** Without these a server does not go on. */
    static final List<String> NEEDED = List.of(DATABASE, AUTHORITY, AUTHORITY_KEY, SECRETS);

    private static final long SMALL = 1 << 20;
    private static final long LARGE = 1L << 40;

    private Inside() {}

    /** The most bytes of a file; empty where there is none of this name. */
    static Map<String, Long> limits() {
        return Map.of(DATABASE, LARGE, SETTINGS, SMALL, SECRETS, SMALL, AUTHORITY, SMALL, AUTHORITY_KEY, SMALL,
                "administrator/authority.pem", SMALL, "administrator/certificate.pem", SMALL, "administrator/key.pem",
                SMALL);
    }

    static void add(ZipOutputStream zip, String name, Path file) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
        zip.closeEntry();
    }
}
