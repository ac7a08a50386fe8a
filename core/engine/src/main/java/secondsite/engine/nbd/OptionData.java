package secondsite.engine.nbd;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads what comes with an option. */
final class OptionData {

    /** The data is not what the option demands. */
    static final class Invalid extends Exception {

        Invalid(String message) {
            super(message);
        }
    }

    private final ByteBuffer data;

    OptionData(ByteBuffer data) {
        this.data = data;
    }

    int unsignedShort() throws Invalid {
        try {
            return Short.toUnsignedInt(data.getShort());
        } catch (BufferUnderflowException e) {
            throw new Invalid("the data is too short");
        }
    }

    /** A number of things that must come behind it, each of at least so many bytes. */
    int count(int bytesEach) throws Invalid {
        try {
            int count = data.getInt();
            if (count < 0 || (long) count * bytesEach > data.remaining()) {
                throw new Invalid("a length leads past the data");
            }
            return count;
        } catch (BufferUnderflowException e) {
            throw new Invalid("the data is too short");
        }
    }

    /** A string with its length before it. */
    String string() throws Invalid {
        return string(count(1));
    }

    /** All that is left, as a string. */
    String rest() throws Invalid {
        return string(data.remaining());
    }

    private String string(int length) throws Invalid {
        if (length > Nbd.NAME_LIMIT) {
            throw new Invalid("a name is longer than " + Nbd.NAME_LIMIT + " bytes");
        }
        ByteBuffer bytes = data.slice(data.position(), length);
        data.position(data.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new Invalid("a name is not UTF-8");
        }
    }

    void end() throws Invalid {
        if (data.hasRemaining()) {
            throw new Invalid("there is more data than the option takes");
        }
    }
}
