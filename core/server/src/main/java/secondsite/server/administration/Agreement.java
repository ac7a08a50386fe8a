package secondsite.server.administration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import secondsite.api.security.SecondPerson;

/** The second person that a deletion needs. */
final class Agreement {

    @Option(names = "--second-person", paramLabel = "NAME", description = "Another user who agrees to what is destroyed.")
    private String name;

    @Option(names = "--second-password-file", paramLabel = "FILE", description = "Its first line is that user's password.")
    private Path passwordFile;

    /** Null where nobody is named. */
    SecondPerson ifAny() throws IOException {
        return of(name != null || passwordFile != null);
    }

    /** Null where nothing is deleted. @throws NothingDoneException when nobody is named */
    SecondPerson of(boolean deletes) throws IOException {
        if (!deletes) {
            return null;
        }
        if (name == null || passwordFile == null) {
            throw new NothingDoneException("destroying what is kept needs two: name the other one with --second-person"
                    + " and --second-password-file");
        }
        List<String> lines = Files.readAllLines(passwordFile);
        if (lines.isEmpty()) {
            throw new NothingDoneException(passwordFile + " is empty");
        }
        return new SecondPerson(name, lines.getFirst());
    }
}
