package secondsite.app;

import java.util.List;

/** The console as a program. */
public final class Main {

    private static final int NOT_UNDERSTOOD = 2;
    /** By which Guice may make a class for each one that it makes objects of; it begins quicker without, and there is nothing of its own to weave in. */
    private static final String GUICE_MAKES_CLASSES = "guice_bytecode_gen_option";

    private Main() {}

    public static void main(String[] words) {
        // The launcher's first word is the verb.
        List<String> options = words.length > 0 && "console".equals(words[0])
                ? List.of(words).subList(1, words.length)
                : List.of(words);
        System.setProperty(GUICE_MAKES_CLASSES, "DISABLED");
        Launch launch = understood(options);
        if (launch.help()) {
            System.out.print(Launch.USAGE);
        } else {
            ConsoleApplication.run(launch, options);
        }
    }

    private static Launch understood(List<String> options) {
        try {
            return Launch.of(options);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Launch.USAGE);
            System.exit(NOT_UNDERSTOOD);
            throw e;
        }
    }
}
