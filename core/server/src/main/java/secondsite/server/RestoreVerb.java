package secondsite.server;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import secondsite.api.client.PrivateFiles;
import secondsite.server.configuration.backup.Restore;

/** Brings a configuration server back that was lost. */
@Command(name = "restore", description = "Brings the configuration server back from a backup, into a new or empty folder.")
final class RestoreVerb implements Callable<Integer> {

    private static final long LONGEST_PASSPHRASE = 1000;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source;

    @Option(names = "--directory", paramLabel = "DIR", required = true, description = "A new or empty folder, in which the server will keep its own from now on.")
    private Path directory;

    @Option(names = "--passphrase-file", paramLabel = "FILE", description = "Holds the recovery passphrase; it is asked for when this is left out.")
    private Path passphraseFile;

    @Spec
    private CommandSpec spec;

    /** Where the backup is. */
    static final class Source {

        @Option(names = "--from", paramLabel = "FILE", description = "A backup, like those in the folder 'backups' of a master target.")
        private Path file;

        @ArgGroup(exclusive = false)
        private BackupAtTarget target;
    }

    @Override
    public Integer call() throws IOException {
        Restore.refuseFull(directory);
        String passphrase = passphrase();
        if (source.file != null) {
            return restore(source.file, passphrase);
        }
        Path to = directory.toAbsolutePath().normalize();
        Path fetched = PrivateFiles.folder(to.getParent()).resolve(to.getFileName() + ".fetched");
        PrivateFiles.delete(fetched);
        try {
            spec.commandLine().getOut().println("Fetched the backup " + source.target.fetch(fetched) + ".");
            return restore(fetched, passphrase);
        } finally {
            PrivateFiles.delete(fetched);
        }
    }

    private int restore(Path backup, String passphrase) throws IOException {
        Restore.Restored restored = Restore.from(backup, passphrase, directory, new SecureRandom());
        spec.commandLine().getOut().printf("""
                The configuration server is back as it was at %s.

                  authority   %s

                Start it with: server --configuration %s
                The one that was lost must not be started again.
                """, restored.created(), restored.authority().text(), restored.settings());
        return Main.DONE;
    }

    private String passphrase() throws IOException {
        if (passphraseFile != null) {
            if (Files.size(passphraseFile) > LONGEST_PASSPHRASE) {
                throw new IOException(passphraseFile + " is too long for a passphrase");
            }
            return Files.readString(passphraseFile).strip();
        }
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            char[] typed = console.readPassword("Recovery passphrase: ");
            return typed == null ? "" : new String(typed);
        }
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = in.readLine();
        return line == null ? "" : line;
    }
}
