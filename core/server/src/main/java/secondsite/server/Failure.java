package secondsite.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import secondsite.engine.segment.DamagedException;
import secondsite.server.settings.SettingsException;

/** Says what went wrong in a sentence, and which exit code stands for it. */
final class Failure {

    private static final String WHOLE = "SECONDSITE_DEBUG";

    private Failure() {}

    static int tell(Exception e, CommandLine command) {
        command.getErr().println(said(e));
        if (System.getenv(WHOLE) != null) {
            e.printStackTrace(command.getErr());
        }
        return switch (e) {
            case SettingsException _ -> Main.USAGE;
            case IllegalArgumentException _ -> Main.USAGE;
            case DamagedException _ -> Main.DAMAGE;
            default -> Main.FAILED;
        };
    }

    private static String said(Exception e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + " is missing";
            case AccessDeniedException denied -> denied.getFile() + " may not be used by this user";
            case FileAlreadyExistsException taken -> taken.getFile() + " exists already";
            case IOException io -> String.valueOf(io.getMessage());
            case IllegalArgumentException wrong -> String.valueOf(wrong.getMessage());
            case IllegalStateException state -> String.valueOf(state.getMessage());
            default -> e.toString() + " (set SECONDSITE_DEBUG=1 for more)";
        };
    }
}
