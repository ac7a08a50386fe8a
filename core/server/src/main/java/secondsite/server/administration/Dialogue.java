package secondsite.server.administration;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import secondsite.api.Json;
import secondsite.api.client.Connection;

/** What a verb has while it asks: the server on one side, a person or a program on the other. */
final class Dialogue {

    /** Tells an answer to a person. */
    interface Telling {
        void tell(PrintWriter out) throws IOException;
    }

    private final Connection connection;
    private final Surroundings surroundings;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final Wording wording;
    private final Names names;

    Dialogue(Connection connection, Surroundings surroundings, PrintWriter out, PrintWriter err, boolean json) {
        this.connection = connection;
        this.surroundings = surroundings;
        this.out = out;
        this.err = err;
        this.json = json;
        this.wording = new Wording(surroundings.zone());
        this.names = new Names(connection);
    }

    Connection connection() {
        return connection;
    }

    Names names() {
        return names;
    }

    PrintWriter err() {
        return err;
    }

    boolean json() {
        return json;
    }

    Person person() {
        return surroundings.person();
    }

    Wording wording() {
        return wording;
    }

    String time(Instant time) {
        return wording.time(time);
    }

    /** The record for programs, the telling for people. */
    int tell(Object answer, Telling telling) throws IOException {
        if (json) {
            out.println(new String(Json.write(answer), StandardCharsets.UTF_8));
        } else {
            telling.tell(out);
        }
        return Exit.DONE;
    }

    /** Goes on only when the person types this word. */
    void confirm(String question, String word) throws IOException {
        if (!person().answer(question).strip().equals(word)) {
            throw new NothingDoneException("nothing was done");
        }
    }
}
