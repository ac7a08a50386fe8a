package secondsite.engine.segment;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The data of a MARK record: kind, id and label. */
final class MarkData {

    /** Where the label begins: behind kind (1) and id (16). */
    static final int LABEL = 17;

    private MarkData() {}

    static byte[] bytes(Record.Mark mark) {
        byte[] label = mark.label().getBytes(StandardCharsets.UTF_8);
        if (LABEL + label.length > Limits.MARK_BYTES) {
            throw new IllegalArgumentException(
                    "a mark's label takes " + label.length + " bytes; at most " + (Limits.MARK_BYTES - LABEL) + " fit");
        }
        return ByteBuffer.allocate(LABEL + label.length).put((byte) mark.kind().code())
                .putLong(mark.id().getMostSignificantBits()).putLong(mark.id().getLeastSignificantBits()).put(label)
                .array();
    }

    static Record.Mark read(ByteBuffer data, String place, long position) throws DamagedException {
        ByteBuffer from = data.duplicate();
        MarkKind kind = MarkKind.of(from.get());
        if (kind == null) {
            throw new DamagedException(place, position, "a mark of unknown kind " + data.get(data.position()));
        }
        UUID id = new UUID(from.getLong(), from.getLong());
        try {
            return new Record.Mark(kind, id, StandardCharsets.UTF_8.newDecoder().decode(from).toString());
        } catch (CharacterCodingException e) {
            throw new DamagedException(place, position, "a mark whose label is not UTF-8");
        }
    }
}
