package secondsite.agent.freeze.group;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What leader and member of a group say to each other: a question of the leader, and one answer of the member.
 *
 * <p>As bytes, big-endian: version (1), kind (1), group (16), point (16), milliseconds (4), length of the words (2), the words in UTF-8.
 *
 * @param point      the id of its mark
 * @param holdMillis with {@link Kind#HOLD}: how long writes may be held; with {@link Kind#READY}: in how long they may be; else 0
 * @param words      with {@link Kind#MARK} the mark's label, with {@link Kind#REFUSED} why, for people; else empty
 */
record Message(Kind kind, UUID group, UUID point, int holdMillis, String words) {

    static final int WORDS_BYTES = 400;

    private static final int VERSION = 1;
    private static final int HEAD_BYTES = 40;

    /** Questions, and what answers them. */
    enum Kind {
        /** Whether a point can be made now. */
        ASK(1),
        /** It can, in a moment: writes pass for as long as they were held for the last one. */
        READY(2),
        /** Let no write pass. */
        HOLD(3),
        /** None passes. */
        HELD(4),
        /** Place the mark. */
        MARK(5),
        /** It is placed, and still no write passes. */
        MARKED(6),
        /** Let writes pass; after a mark: and make it durable. */
        RELEASE(7),
        /** Done. */
        RELEASED(8),
        /** It cannot be; no write is held for this point any more. */
        REFUSED(9);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    Message {
        words = shortened(words);
    }

    static Message of(Kind kind, UUID group, UUID point) {
        return new Message(kind, group, point, 0, "");
    }

    Message answer(Kind kind) {
        return of(kind, group, point);
    }

    Message refused(String why) {
        return new Message(Kind.REFUSED, group, point, 0, why);
    }

    private static String shortened(String words) {
        String some = words.length() > WORDS_BYTES ? words.substring(0, WORDS_BYTES) : words;
        while (some.getBytes(StandardCharsets.UTF_8).length > WORDS_BYTES) {
            some = some.substring(0, some.length() - 1);
        }
        return some;
    }

    byte[] bytes() {
        byte[] said = words.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEAD_BYTES + said.length).put((byte) VERSION).put((byte) kind.code)
                .putLong(group.getMostSignificantBits()).putLong(group.getLeastSignificantBits())
                .putLong(point.getMostSignificantBits()).putLong(point.getLeastSignificantBits()).putInt(holdMillis)
                .putShort((short) said.length).put(said).array();
    }

    /**
     * The next message.
     *
     * @param version its first byte, which was read already
     * @throws IOException when it is none
     */
    static Message read(int version, DataInputStream from) throws IOException {
        if (version != VERSION) {
            throw new IOException("a message of version " + version);
        }
        Kind kind = kind(from.readUnsignedByte());
        var group = new UUID(from.readLong(), from.readLong());
        var point = new UUID(from.readLong(), from.readLong());
        int millis = from.readInt();
        int length = from.readUnsignedShort();
        if (millis < 0 || length > WORDS_BYTES) {
            throw new IOException("a message with " + length + " bytes of words, for " + millis + " ms");
        }
        return new Message(kind, group, point, millis, text(from.readNBytes(length), length));
    }

    private static Kind kind(int code) throws IOException {
        for (Kind kind : Kind.values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IOException("a message of kind " + code);
    }

    private static String text(byte[] words, int length) throws IOException {
        if (words.length < length) {
            throw new IOException("a message that is cut off");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(words)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException("a message whose words are not UTF-8", e);
        }
    }
}
