package secondsite.server.administration;

import java.io.IOException;

/** Who types. */
public interface Person {

    /** Whether somebody sits at a terminal: then questions are asked, and a line of progress is written over the one before. */
    boolean present();

    /** @throws IOException when nobody is there who could answer */
    String answer(String question) throws IOException;

    /** As {@link #answer}, without showing what is typed. */
    String secret(String question) throws IOException;
}
