package secondsite.server.configuration.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where backups are kept: at every master target that is known. */
public interface BackupPlaces {

    /** One of them. */
    interface Place {

        /** For people. */
        String name();

        /**
         * Keeps a backup there. Durable on return.
         *
         * @param name letters a to z, digits and hyphens, at most 60
         * @throws IOException when it could not be kept; the message says why
         */
        void keep(String name, Path file) throws IOException;
    }

    /** Those that can be reached as far as is known. */
    List<Place> all();
}
