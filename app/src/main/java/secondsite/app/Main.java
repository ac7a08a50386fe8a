package secondsite.app;

import java.util.List;
import javafx.application.Application;

/** The console as a program. */
public final class Main {

    private static final int NOT_UNDERSTOOD = 2;

    private Main() {}

    public static void main(String[] words) {
        // The launcher's first word is the verb.
        List<String> options = words.length > 0 && "console".equals(words[0])
                ? List.of(words).subList(1, words.length)
                : List.of(words);
        try {
            if (Launch.of(options).help()) {
                System.out.print(Launch.USAGE);
                return;
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Launch.USAGE);
            System.exit(NOT_UNDERSTOOD);
        }
        Application.launch(ConsoleApplication.class, options.toArray(String[]::new));
    }
}
