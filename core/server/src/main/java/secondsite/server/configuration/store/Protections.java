package secondsite.server.configuration.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;

/** The machines that are protected, and their pairs of disks. */
public final class Protections {

    /**
     * A protected machine.
     *
     * @param agent         name of its agent
     * @param state         word of its state
     * @param since         when that began
     * @param resyncAllowed whether a resync that is required may run now
     * @param applications  how its applications are made quiet, as JSON
     * @param fence         epoch in which it was failed over, while its source is not released
     * @param leastEpoch    what its source wrote in an older one is refused
     */
    public record Row(UUID machine, String agent, String state, Instant since, boolean paused,
            boolean resyncAllowed, UUID policy, String processServer, String masterTarget, int epoch,
            Optional<UUID> group, String applications, Optional<Integer> fence, int leastEpoch) {

        /** Of one that was not failed over. */
        public Row(UUID machine, String agent, String state, Instant since, boolean paused, boolean resyncAllowed,
                UUID policy, String processServer, String masterTarget, int epoch, Optional<UUID> group,
                String applications) {
            this(machine, agent, state, since, paused, resyncAllowed, policy, processServer, masterTarget, epoch,
                    group, applications, Optional.empty(), 1);
        }
    }

    /** @param state word of its state @param epoch in which it is written */
    public record PairRow(UUID disk, UUID machine, String name, long size, String state, int epoch) {}

    private static final RowMapper<Row> ROW = (row, _) -> new Row(UUID.fromString(row.getString("machine")),
            row.getString("agent"), row.getString("state"),
            Micros.instant(row.getLong("since")), row.getInt("paused") != 0, row.getInt("resync_allowed") != 0,
            UUID.fromString(row.getString("policy")), row.getString("process_server"), row.getString("master_target"),
            row.getInt("epoch"), Optional.ofNullable(row.getString("replication_group")).map(UUID::fromString),
            row.getString("applications"), fence(row), row.getInt("least_epoch"));
    private static final RowMapper<PairRow> PAIR = (row, _) -> new PairRow(UUID.fromString(row.getString("disk")),
            UUID.fromString(row.getString("machine")), row.getString("name"), row.getLong("size"),
            row.getString("state"), row.getInt("epoch"));

    private static Optional<Integer> fence(ResultSet row) throws SQLException {
        int epoch = row.getInt("fence");
        return row.wasNull() ? Optional.empty() : Optional.of(epoch);
    }

    public List<Row> all(Transaction transaction) {
        return transaction.query("select * from protection").map(ROW).list();
    }

    public List<PairRow> allPairs(Transaction transaction) {
        return transaction.query("select * from pair order by name").map(PAIR).list();
    }

    public Optional<Row> find(Transaction transaction, UUID machine) {
        return transaction.query("select * from protection where machine = :machine")
                .bind("machine", machine.toString()).map(ROW).findOne();
    }

    /** By name. */
    public List<PairRow> pairs(Transaction transaction, UUID machine) {
        return transaction.query("select * from pair where machine = :machine order by name")
                .bind("machine", machine.toString()).map(PAIR).list();
    }

    public void add(Transaction change, Row row) {
        bound(change, """
                insert into protection (machine, agent, state, since, paused, resync_allowed, policy,
                  process_server, master_target, epoch, replication_group, applications, fence,
                  least_epoch)
                values (:machine, :agent, :state, :since, :paused, :resync, :policy, :server, :target, :epoch,
                  :group, :applications, :fence, :least)""", row);
    }

    public void set(Transaction change, Row row) {
        bound(change, """
                update protection set agent = :agent, state = :state, since = :since, paused = :paused,
                  resync_allowed = :resync, policy = :policy, process_server = :server, master_target = :target,
                  epoch = :epoch, replication_group = :group, applications = :applications, fence = :fence,
                  least_epoch = :least
                where machine = :machine""", row);
    }

    private static void bound(Transaction change, String sql, Row row) {
        change.update(sql).bind("machine", row.machine().toString()).bind("agent", row.agent())
                .bind("state", row.state()).bind("since", Micros.of(row.since()))
                .bind("paused", row.paused() ? 1 : 0).bind("resync", row.resyncAllowed() ? 1 : 0)
                .bind("policy", row.policy().toString()).bind("server", row.processServer())
                .bind("target", row.masterTarget()).bind("epoch", row.epoch())
                .bind("group", row.group().map(UUID::toString).orElse(null))
                .bind("applications", row.applications()).bind("fence", row.fence().orElse(null))
                .bind("least", row.leastEpoch()).execute();
    }

    /** With its pairs. */
    public void remove(Transaction change, UUID machine) {
        change.update("delete from pair where machine = :machine").bind("machine", machine.toString()).execute();
        change.update("delete from protection where machine = :machine").bind("machine", machine.toString())
                .execute();
    }

    /** Higher than any that this machine had before, also in a protection that is over. */
    public int nextEpoch(Transaction change, UUID machine) {
        int next = change.query("select newest from machine_epoch where machine = :machine")
                .bind("machine", machine.toString()).mapTo(Integer.class).findOne().orElse(0) + 1;
        change.update(next == 1
                ? "insert into machine_epoch (machine, newest) values (:machine, :newest)"
                : "update machine_epoch set newest = :newest where machine = :machine")
                .bind("machine", machine.toString()).bind("newest", next).execute();
        return next;
    }

    public void addPair(Transaction change, PairRow pair) {
        change.update("""
                insert into pair (disk, machine, name, size, state, epoch)
                values (:disk, :machine, :name, :size, :state, :epoch)""")
                .bind("disk", pair.disk().toString()).bind("machine", pair.machine().toString())
                .bind("name", pair.name()).bind("size", pair.size()).bind("state", pair.state())
                .bind("epoch", pair.epoch())
                .execute();
    }

    public void setPair(Transaction change, UUID disk, long size, String state, int epoch) {
        change.update("update pair set size = :size, state = :state, epoch = :epoch where disk = :disk")
                .bind("size", size).bind("state", state).bind("epoch", epoch).bind("disk", disk.toString()).execute();
    }

    public void removePair(Transaction change, UUID disk) {
        change.update("delete from pair where disk = :disk").bind("disk", disk.toString()).execute();
    }
}
