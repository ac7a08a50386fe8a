package secondsite.server.configuration.health;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import secondsite.api.Json;
import secondsite.api.ProblemCode;
import secondsite.api.replication.Thresholds;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.Settings;
import secondsite.server.web.ProblemException;

/** From where on something is not well, as an administrator has set it. Safe for use by several threads. */
@Singleton
public final class KnownThresholds {

    private static final String SETTING = "thresholds";

    private final Database database;
    private final Settings settings;
    private final AuditLog audit;
    private volatile Thresholds current;

    /** @throws IOException when what is kept cannot be read */
    @Inject
    public KnownThresholds(Database database, Settings settings, AuditLog audit) throws IOException {
        this.database = database;
        this.settings = settings;
        this.audit = audit;
        Optional<String> kept = settings.find(SETTING);
        this.current = kept.isEmpty()
                ? Thresholds.DEFAULTS
                : Json.read(kept.get().getBytes(StandardCharsets.UTF_8), Thresholds.class);
    }

    public Thresholds get() {
        return current;
    }

    /** @throws ProblemException when a value cannot be; nothing is changed then */
    public synchronized void set(Thresholds wanted, String who) {
        check(wanted);
        String text = new String(Json.write(wanted), StandardCharsets.UTF_8);
        database.write(change -> {
            settings.put(change, SETTING, text);
            audit.note(change, who, "thresholds changed", "deployment", text);
            return text;
        });
        current = wanted;
    }

    private static void check(Thresholds wanted) {
        within("rpoWarningPercent", wanted.rpoWarningPercent(), 1, 100);
        within("spoolWarningPercent", wanted.spoolWarningPercent(), 1, 100);
        within("missedReports", wanted.missedReports(), 1, 20);
        within("silentMinutes", wanted.silentMinutes(), 2, 24 * 60);
        within("skewSeconds", wanted.skewSeconds(), 1, 24 * 3600);
        within("churnBytesPerSecond", wanted.churnBytesPerSecond(), 1, Long.MAX_VALUE);
        within("busyCriticalPercent", wanted.busyCriticalPercent(), 1, 100);
        within("busyWarningPercent", wanted.busyWarningPercent(), 1, wanted.busyCriticalPercent());
        within("freeWarningPercent", wanted.freeWarningPercent(), 1, 99);
        within("freeCriticalPercent", wanted.freeCriticalPercent(), 1, wanted.freeWarningPercent());
        within("fullPercent", wanted.fullPercent(), 1, wanted.freeCriticalPercent());
        within("cacheCriticalPercent", wanted.cacheCriticalPercent(), 1, 100);
        within("cacheWarningPercent", wanted.cacheWarningPercent(), 1, wanted.cacheCriticalPercent());
        within("certificateWarningDays", wanted.certificateWarningDays(), 1, 365);
        within("certificateCriticalDays", wanted.certificateCriticalDays(), 1, wanted.certificateWarningDays());
    }

    private static void within(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "'" + field + "' is " + value + "; it must be " + least + " to " + most);
        }
    }
}
