package secondsite.server.configuration.activity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import secondsite.server.configuration.store.AuditTrail;
import secondsite.server.configuration.store.AuditTrail.Line;
import secondsite.server.configuration.store.Transaction;

/**
 * Who changed what, written with the change itself. Each line's digest covers the one before, so that a line that was changed, left out
 * or put in shows; who keeps the newest digest elsewhere also sees when the end was cut off.
 */
@Singleton
public final class AuditLog {

    private static final int PAGE = 1000;
    private static final int SUBJECT = 200;
    private static final int DETAIL = 4000;

    private final AuditTrail trail;
    private final InstantSource clock;

    @Inject
    public AuditLog(AuditTrail trail, InstantSource clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /** Notes what is done in a transaction; longer texts are cut. */
    public void note(Transaction change, String who, String action, String subject, String detail) {
        Line before = trail.last(change).orElse(new Line(0, Instant.EPOCH, "", "", "", "", ""));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var line = new Line(before.number() + 1, now, cut(who, SUBJECT), action, cut(subject, SUBJECT),
                cut(detail, DETAIL), "");
        trail.add(change, new Line(line.number(), line.time(), line.who(), line.action(), line.subject(),
                line.detail(), digest(before.digest(), line)));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    /** The first line that does not follow from those before it; empty when all do. */
    public OptionalLong firstBroken() {
        String before = "";
        long number = 0;
        for (List<Line> page = trail.after(0, PAGE); !page.isEmpty(); page = trail.after(number, PAGE)) {
            for (Line line : page) {
                if (line.number() != number + 1 || !line.digest().equals(digest(before, line))) {
                    return OptionalLong.of(number + 1);
                }
                before = line.digest();
                number = line.number();
            }
        }
        return OptionalLong.empty();
    }

    /** At most so many lines after this number, in order. */
    public List<Line> after(long number, int most) {
        return trail.after(number, most);
    }

    private static String digest(String before, Line line) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String field : List.of(before, Long.toString(line.number()), line.time().toString(), line.who(),
                    line.action(), line.subject(), line.detail())) {
                byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
