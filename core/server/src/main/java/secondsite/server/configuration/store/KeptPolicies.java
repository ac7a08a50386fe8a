package secondsite.server.configuration.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Update;
import secondsite.api.Json;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.Policy;
import secondsite.api.policy.Retention;
import secondsite.api.policy.WeekWindow;

/** How machines are replicated. */
public final class KeptPolicies {

    private static final RowMapper<Policy> ROW = (row, _) -> new Policy(UUID.fromString(row.getString("id")),
            row.getString("name"), row.getInt("crash_seconds"), row.getInt("app_minutes"),
            new Retention(row.getInt("everything_minutes"), row.getInt("hourly_hours"), row.getInt("daily_days")),
            row.getInt("rpo_warning_seconds"), row.getInt("verify_days"),
            Policy.Compression.valueOf(row.getString("compression")),
            json(row, "bandwidth", BandwidthSchedule.class),
            Arrays.asList(json(row, "resync_windows", WeekWindow[].class)), row.getString("zone"),
            Optional.ofNullable(row.getString("failback")).map(UUID::fromString).orElse(null));

    private static <T> T json(ResultSet row, String column, Class<T> type) throws SQLException {
        try {
            return Json.read(row.getString(column).getBytes(StandardCharsets.UTF_8), type);
        } catch (IOException e) {
            throw new SQLException("column " + column + " of a policy cannot be read", e);
        }
    }

    /** By name. */
    public List<Policy> all(Transaction transaction) {
        return transaction.query("select * from policy order by name").map(ROW).list();
    }

    /** The failback policy must be there before. */
    public void add(Transaction change, Policy policy) {
        bind(change.update("""
                insert into policy (id, name, crash_seconds, app_minutes, everything_minutes, hourly_hours, daily_days,
                  rpo_warning_seconds, verify_days, compression, bandwidth, resync_windows, zone, failback)
                values (:id, :name, :crash, :app, :everything, :hourly, :daily, :rpo, :verify, :compression, :bandwidth,
                  :windows, :zone, :failback)"""), policy).bind("failback", text(policy.failback())).execute();
    }

    /** All but its failback policy. */
    public void change(Transaction change, Policy policy) {
        bind(change.update("""
                update policy set name = :name, crash_seconds = :crash, app_minutes = :app,
                  everything_minutes = :everything, hourly_hours = :hourly, daily_days = :daily,
                  rpo_warning_seconds = :rpo, verify_days = :verify, compression = :compression,
                  bandwidth = :bandwidth, resync_windows = :windows, zone = :zone where id = :id"""), policy).execute();
    }

    private static Update bind(Update update, Policy policy) {
        return update.bind("id", text(policy.id())).bind("name", policy.name()).bind("crash", policy.crashSeconds())
                .bind("app", policy.appMinutes()).bind("everything", policy.retention().everythingMinutes())
                .bind("hourly", policy.retention().hourlyHours()).bind("daily", policy.retention().dailyDays())
                .bind("rpo", policy.rpoWarningSeconds()).bind("verify", policy.verifyDays())
                .bind("compression", policy.compression().name()).bind("bandwidth", json(policy.bandwidth()))
                .bind("windows", json(policy.resyncWindows())).bind("zone", policy.zone());
    }

    private static String text(UUID id) {
        return id == null ? null : id.toString();
    }

    private static String json(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    /** Before its failback policy. */
    public void remove(Transaction change, UUID id) {
        change.update("delete from policy where id = :id").bind("id", text(id)).execute();
    }
}
