package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import secondsite.server.settings.ConfigurationServerSettings;

/** The programs that plans may run: files in one folder, which the server's administrator set up for this. */
@Singleton
final class ScriptFolder {

    /** A program cannot be run. */
    static final class Refusal extends Exception {

        private static final long serialVersionUID = 1;

        Refusal(String why) {
            super(why);
        }
    }

    private final Optional<Path> folder;

    @Inject
    ScriptFolder(ConfigurationServerSettings settings) {
        this.folder = Optional.ofNullable(settings.scripts());
    }

    /** Why a program cannot be run; empty when it can. */
    Optional<String> refusal(String program) {
        try {
            find(program);
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(e.getMessage());
        }
    }

    /** @return its file */
    Path find(String program) throws Refusal {
        Path in = folder.orElseThrow(() -> new Refusal("the script '" + program + "' cannot be run: this server has no"
                + " folder for scripts; its administrator names one in 'configurationServer.scripts'"));
        try {
            Path own = in.toRealPath();
            Path file = own.resolve(program).toRealPath();
            if (!file.startsWith(own) || !Files.isRegularFile(file)) {
                throw new Refusal("the script '" + program + "' is no file in " + in);
            }
            if (!Files.isExecutable(file)) {
                throw new Refusal("the script " + file + " is not executable");
            }
            if (othersMayWrite(own) || othersMayWrite(file)) {
                throw new Refusal("everybody may write the script " + file + " or its folder; take that right away");
            }
            return file;
        } catch (IOException _) {
            throw new Refusal("there is no script '" + program + "' in " + in);
        }
    }

    private static boolean othersMayWrite(Path file) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE);
    }
}
