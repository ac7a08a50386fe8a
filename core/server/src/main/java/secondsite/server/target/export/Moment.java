package secondsite.server.target.export;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/** A moment in a disk's past, as a person names it: a sequence, a time in ISO 8601, or {@code latest}. */
public sealed interface Moment {

    /** The newest one. */
    record Latest() implements Moment {}

    /** After this record. */
    record Sequence(long sequence) implements Moment {}

    /** As it was then. */
    record Time(Instant time) implements Moment {}

    /** Where the sequences are looked up. */
    interface Past {

        /** The newest one; empty when there is none. */
        OptionalLong newest() throws IOException;

        /** The last one at or before a time; empty when there is none. */
        OptionalLong at(Instant time) throws IOException;
    }

    /** @throws IllegalArgumentException when it is none of the three, saying what is possible */
    static Moment parse(String text) {
        if (text.equals("latest")) {
            return new Latest();
        }
        try {
            return text.matches("\\d{1,18}")
                    ? new Sequence(Long.parseLong(text))
                    : new Time(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no moment; possible are a sequence (4711), a time with its zone "
                            + "(2026-11-20T22:15:00Z) and latest",
                    e);
        }
    }

    /** The sequence of the moment in a past; empty when it has none. */
    default OptionalLong in(Past past) throws IOException {
        return switch (this) {
            case Latest _ -> past.newest();
            case Sequence sequence -> OptionalLong.of(sequence.sequence());
            case Time time -> past.at(time.time());
        };
    }
}
