package secondsite.server.configuration.backup;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.ProblemCode;
import secondsite.api.activity.BackupStatus;
import secondsite.api.activity.BackupStatus.SentBackup;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event.Severity;
import secondsite.api.client.PrivateFiles;
import secondsite.server.configuration.alert.Condition;
import secondsite.server.configuration.alert.Conditions;
import secondsite.server.configuration.alert.Subject;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.Settings;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** Makes backups and sends each to all places. Knows what became of the last one. Safe for use by several threads, one of which makes one. */
@Singleton
public final class Backups implements Conditions {

    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
    private static final String NEWEST = "backup.newest";
    private static final String UNFINISHED = "backup.new";
    private static final Duration DUE = Duration.ofDays(1);
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final Duration OLD = Duration.ofDays(2);
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'configuration-'yyyyMMdd-HHmmss-SSS")
            .withZone(ZoneOffset.UTC);

    private final BackupFile file;
    private final BackupPlaces places;
    private final Database database;
    private final Settings settings;
    private final Path directory;
    private final InstantSource clock;
    private final Instant started;
    private final ReentrantLock making = new ReentrantLock();
    private volatile State state;

    /** @param tried when the last one was begun; when this server started, if none was since */
    private record State(BackupStatus status, Instant tried, boolean ever) {}

    @Inject
    public Backups(BackupFile file, BackupPlaces places, Database database, Settings settings,
            ConfigurationServerSettings server, InstantSource clock) {
        this.file = file;
        this.places = places;
        this.database = database;
        this.settings = settings;
        this.directory = server.directory().toAbsolutePath().normalize();
        this.clock = clock;
        this.started = clock.instant();
        this.state = new State(new BackupStatus(settings.find(NEWEST).map(Instant::parse).orElse(null), null,
                List.of()), started, false);
    }

    public BackupStatus status() {
        return state.status();
    }

    /** Makes one when it is time for that: after a start, every day, and an hour after one that failed. */
    public void runWhenDue() {
        Duration since = Duration.between(state.tried(), clock.instant()).abs();
        boolean failed = failed(state.status());
        boolean due = !state.ever() || since.compareTo(failed ? AGAIN : DUE) >= 0;
        if (due && !places.all().isEmpty()) {
            try {
                run();
            } catch (ProblemException e) {
                LOG.debug("{}", e.getMessage());
            }
        }
    }

    private static boolean failed(BackupStatus status) {
        return status.problem() != null || status.sent().stream().anyMatch(sent -> sent.problem() != null);
    }

    /**
     * Makes one now and sends it everywhere.
     *
     * @throws ProblemException when one is being made already
     */
    public BackupStatus run() {
        if (!making.tryLock()) {
            throw new ProblemException(ProblemCode.CONFLICT, "a backup is being made; ask for it in a while");
        }
        try {
            Instant now = clock.instant();
            BackupStatus done = made(now);
            state = new State(done, now, true);
            return done;
        } finally {
            making.unlock();
        }
    }

    private BackupStatus made(Instant now) {
        Instant before = state.status().newest();
        Path unfinished = directory.resolve(UNFINISHED);
        try {
            PrivateFiles.delete(unfinished);
            Instant created = file.write(unfinished).truncatedTo(ChronoUnit.SECONDS);
            List<SentBackup> sent = sent(NAME.format(now), unfinished);
            if (sent.isEmpty()) {
                return new BackupStatus(before, "there is no master target to keep it", sent);
            }
            boolean kept = sent.stream().anyMatch(each -> each.problem() == null);
            return new BackupStatus(kept ? noted(created) : before, null, sent);
        } catch (IOException | RuntimeException e) {
            LOG.warn("no backup was made: {}", e.toString());
            return new BackupStatus(before, said(e), List.of());
        } finally {
            forget(unfinished);
        }
    }

    private List<SentBackup> sent(String name, Path unfinished) throws IOException {
        long bytes = Files.size(unfinished);
        List<SentBackup> sent = new ArrayList<>();
        for (BackupPlaces.Place place : places.all()) {
            sent.add(new SentBackup(place.name(), name, bytes, problem(place, name, unfinished)));
        }
        return sent;
    }

    /** @return null when there is none */
    private static String problem(BackupPlaces.Place place, String name, Path unfinished) {
        try {
            place.keep(name, unfinished);
            LOG.info("backup {} is kept by {}", name, place.name());
            return null;
        } catch (IOException | RuntimeException e) {
            LOG.warn("backup {} is not kept by {}: {}", name, place.name(), e.toString());
            return said(e);
        }
    }

    private static String said(Exception e) {
        return e instanceof IOException && e.getMessage() != null ? e.getMessage() : "see the server's log";
    }

    private Instant noted(Instant created) {
        return database.write(change -> {
            settings.put(change, NEWEST, created.toString());
            return created;
        });
    }

    private static void forget(Path unfinished) {
        try {
            PrivateFiles.delete(unfinished);
        } catch (IOException e) {
            LOG.warn("{} stays: {}", unfinished, e.toString());
        }
    }

    @Override
    public List<Condition> now() {
        BackupStatus status = state.status();
        Instant newest = Objects.requireNonNullElse(status.newest(), started);
        boolean old = Duration.between(newest, clock.instant()).compareTo(OLD) > 0;
        if (!failed(status) && !old) {
            return List.of();
        }
        String why = Stream.concat(Stream.ofNullable(status.problem()), status.sent().stream()
                .filter(sent -> sent.problem() != null).map(sent -> sent.place() + ": " + sent.problem()))
                .collect(Collectors.joining("; "));
        String age = status.newest() == null ? "there is no backup" : "the newest backup is of " + status.newest();
        String server = Peer.Kind.CONFIGURATION_SERVER.word();
        return List.of(new Condition(ErrorCode.BACKUP_FAILED, new Subject(server, server), server,
                old ? Severity.CRITICAL : Severity.WARNING, why.isEmpty() ? age : age + "; " + why));
    }
}
