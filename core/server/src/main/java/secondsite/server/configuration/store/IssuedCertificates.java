package secondsite.server.configuration.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;

/** The certificates that the deployment's authority has issued. */
@Singleton
public final class IssuedCertificates {

    /**
     * One of them.
     *
     * @param kind    what the program is, as it stands in the certificate
     * @param name    of the program, unique among its kind
     * @param key     digest of its public key
     * @param revoked when it stopped being accepted; empty while it is
     */
    public record Issued(BigInteger serial, String kind, String name, String key, Instant issued, Instant ends,
            Optional<Instant> revoked) {}

    private static final int RADIX = 16;
    private static final RowMapper<Issued> ROW = (row, _) -> new Issued(new BigInteger(row.getString("serial"), RADIX),
            row.getString("kind"), row.getString("name"), row.getString("key_digest"),
            Micros.instant(row.getLong("issued")),
            Micros.instant(row.getLong("ends")), Micros.optional(row, "revoked"));

    private final Database database;

    @Inject
    public IssuedCertificates(Database database) {
        this.database = database;
    }

    /** Notes a certificate, within a change. */
    public void add(Transaction change, Issued certificate) {
        change.update("""
                insert into certificate (serial, kind, name, key_digest, issued, ends, revoked)
                values (:serial, :kind, :name, :key, :issued, :ends, null)""")
                .bind("serial", certificate.serial().toString(RADIX))
                .bind("kind", certificate.kind()).bind("name", certificate.name()).bind("key", certificate.key())
                .bind("issued", Micros.of(certificate.issued())).bind("ends", Micros.of(certificate.ends()))
                .execute();
    }

    /** Whether a program of this kind and name, with another key, has a certificate that is accepted at this time. */
    public boolean taken(Transaction change, String kind, String name, String key, Instant now) {
        return change.query("""
                select count(*) from certificate
                where kind = :kind and name = :name and key_digest <> :key and revoked is null and ends > :now""")
                .bind("kind", kind).bind("name", name).bind("key", key).bind("now", Micros.of(now)).mapTo(Long.class)
                .one() > 0;
    }

    /** @return false when there is no such certificate, or it was revoked before */
    public boolean revoke(Transaction change, BigInteger serial, Instant now) {
        return change.update("update certificate set revoked = :now where serial = :serial and revoked is null")
                .bind("now", Micros.of(now)).bind("serial", serial.toString(RADIX)).execute() == 1;
    }

    /** All that have not ended yet, newest first. */
    public List<Issued> all(Instant now) {
        return database.read(transaction -> transaction
                .query("select * from certificate where ends > :now order by issued desc, serial")
                .bind("now", Micros.of(now)).map(ROW).list());
    }

    /** The numbers of those that were revoked, and when each ends. */
    public Map<BigInteger, Instant> revoked() {
        return database.read(transaction -> transaction
                .query("select * from certificate where revoked is not null").map(ROW).stream()
                .collect(Collectors.toUnmodifiableMap(Issued::serial, Issued::ends)));
    }
}
