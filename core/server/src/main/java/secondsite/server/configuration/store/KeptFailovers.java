package secondsite.server.configuration.store;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;

/** The failovers, those that are over too; what was seen of them; and how machines are to be brought up. */
@Singleton
public final class KeptFailovers {

    /**
     * One of them.
     *
     * @param kind   word of its kind
     * @param state  word of its state
     * @param ended  empty while it is not over
     * @param course all of it, as JSON
     */
    public record Row(UUID id, UUID machine, String kind, String state, Instant begun, Optional<Instant> ended,
            String course) {}

    /** What was seen when a copy had come up. @param picture a PNG in base64; empty when there was none */
    public record Evidence(Optional<String> picture, String console) {}

    private static final RowMapper<Row> ROW = (row, _) -> new Row(UUID.fromString(row.getString("id")),
            UUID.fromString(row.getString("machine")), row.getString("kind"), row.getString("state"),
            Micros.instant(row.getLong("begun")), Micros.optional(row, "ended"), row.getString("course"));
    private static final RowMapper<Evidence> EVIDENCE = (row, _) -> new Evidence(
            Optional.ofNullable(row.getString("picture")), row.getString("console"));

    /** Those that are not over, the oldest first. */
    public List<Row> open(Transaction transaction) {
        return transaction.query("select * from failover where ended is null order by begun").map(ROW).list();
    }

    public Optional<Row> find(Transaction transaction, UUID id) {
        return transaction.query("select * from failover where id = :id").bind("id", id.toString()).map(ROW).findOne();
    }

    /** At most so many of a machine, the newest first. */
    public List<Row> of(Transaction transaction, UUID machine, int most) {
        return transaction.query("select * from failover where machine = :machine order by begun desc limit :most")
                .bind("machine", machine.toString()).bind("most", most).map(ROW).list();
    }

    /** At most so many, the newest first. */
    public List<Row> newest(Transaction transaction, int most) {
        return transaction.query("select * from failover order by begun desc limit :most").bind("most", most).map(ROW)
                .list();
    }

    /** All of this state. */
    public List<Row> in(Transaction transaction, String state) {
        return transaction.query("select * from failover where state = :state order by begun").bind("state", state)
                .map(ROW).list();
    }

    /** Adds it, or replaces what it was. */
    public void put(Transaction change, Row row) {
        int known = change.update("update failover set state = :state, ended = :ended, course = :course where id = :id")
                .bind("id", row.id().toString()).bind("state", row.state())
                .bind("ended", row.ended().map(Micros::of).orElse(null)).bind("course", row.course()).execute();
        if (known == 0) {
            change.update("""
                    insert into failover (id, machine, kind, state, begun, ended, course)
                    values (:id, :machine, :kind, :state, :begun, :ended, :course)""").bind("id", row.id().toString())
                    .bind("machine", row.machine().toString()).bind("kind", row.kind()).bind("state", row.state())
                    .bind("begun", Micros.of(row.begun())).bind("ended", row.ended().map(Micros::of).orElse(null))
                    .bind("course", row.course()).execute();
        }
    }

    public Optional<Evidence> evidence(Transaction transaction, UUID failover) {
        return transaction.query("select * from failover_evidence where failover = :id")
                .bind("id", failover.toString()).map(EVIDENCE).findOne();
    }

    /** Instead of what was seen before. */
    public void setEvidence(Transaction change, UUID failover, Evidence evidence) {
        change.update("delete from failover_evidence where failover = :id").bind("id", failover.toString()).execute();
        change.update("insert into failover_evidence (failover, picture, console) values (:id, :picture, :console)")
                .bind("id", failover.toString()).bind("picture", evidence.picture().orElse(null))
                .bind("console", evidence.console()).execute();
    }

    /** How a machine is to be brought up, as JSON; empty when nobody has said. */
    public Optional<String> settings(Transaction transaction, UUID machine) {
        return transaction.query("select settings from recovery_settings where machine = :machine")
                .bind("machine", machine.toString()).mapTo(String.class).findOne();
    }

    /** The same of all machines of which somebody has said. */
    public Map<UUID, String> allSettings(Transaction transaction) {
        return transaction.query("select machine, settings from recovery_settings").reduceRows(new HashMap<>(),
                (all, row) -> {
                    all.put(UUID.fromString(row.getColumn("machine", String.class)),
                            row.getColumn("settings", String.class));
                    return all;
                });
    }

    public void setSettings(Transaction change, UUID machine, String settings) {
        change.update("delete from recovery_settings where machine = :machine").bind("machine", machine.toString())
                .execute();
        change.update("insert into recovery_settings (machine, settings) values (:machine, :settings)")
                .bind("machine", machine.toString()).bind("settings", settings).execute();
    }
}
