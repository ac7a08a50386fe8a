package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.activity.BackupStatus;
import secondsite.api.activity.ErrorCode;
import secondsite.api.client.BackupClient;
import secondsite.api.client.CertificateRequest;
import secondsite.api.client.Connection;
import secondsite.api.client.CredentialClient;
import secondsite.api.client.Fingerprint;
import secondsite.api.client.JoinClient;
import secondsite.api.client.PrivateFiles;
import secondsite.api.client.ReportClient;
import secondsite.api.client.SecurityClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.client.TransferException.Refused;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.MachineInventory;
import secondsite.api.security.Credential;
import secondsite.api.security.JoinRequest;
import secondsite.api.security.NewCredential;
import secondsite.api.security.NewUser;
import secondsite.api.security.Role;
import secondsite.api.security.SignIn;
import secondsite.server.configuration.alert.Condition;
import secondsite.server.configuration.backup.BackupFile;
import secondsite.server.configuration.backup.BackupPlaces;
import secondsite.server.configuration.backup.Backups;
import secondsite.server.configuration.backup.Restore;
import secondsite.server.configuration.security.Credentials;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.Settings;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.ServerSettings;
import secondsite.server.settings.SettingsFile;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;

/** A real server is backed up, lost, and brought back; its programs and people find it as it was. */
@Timeout(180)
class BackupTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PASSWORD = "correct horse battery";

    private final List<AutoCloseable> open = new ArrayList<>();
    private volatile Duration later = Duration.ZERO;
    private Path directory;
    private ConfigurationServer server;
    private String passphrase;
    private String recovery;
    private String password;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        directory = folder.resolve("configuration");
        server = server(directory, 0);
        passphrase = server.newPassphrase().orElseThrow();
        recovery = server.newRecoveryPassphrase().orElseThrow();
        password = server.firstPassword().orElseThrow();
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private ConfigurationServer server(Path at, int port) throws IOException {
        var settings = new ConfigurationServerSettings(at, new Listen("127.0.0.1", port, 100, new Size(16 << 20)),
                List.of("localhost"), new Span(Duration.ofDays(100)));
        var started = ConfigurationServer.start(settings, () -> Instant.now().plus(later), RANDOM);
        open.add(started);
        return started;
    }

    private URI address() {
        return URI.create("https://localhost:" + server.port());
    }

    private Connection connection(TlsIdentity identity) {
        var connection = new Connection(address(), identity, Connection.Patience.DEFAULTS);
        open.add(connection);
        return connection;
    }

    private static TlsIdentity identity(Path own) throws IOException {
        return TlsIdentity.fromPem(own.resolve("certificate.pem"), own.resolve("key.pem"),
                own.resolve("authority.pem"));
    }

    private SecurityClient signedIn(String name, String with) throws IOException {
        SecurityClient client = SecurityClient.signIn(address(), server.fingerprint(), new SignIn(name, with));
        open.add(client);
        return client;
    }

    private TlsIdentity joined(String name) throws IOException {
        CertificateRequest request = CertificateRequest.create(name, RANDOM);
        try (var stranger = new JoinClient(address(), server.fingerprint())) {
            return TlsIdentity.joined(request.key(), stranger.join(new JoinRequest("agent", name, request.pem(),
                    List.of(), passphrase, null)));
        }
    }

    private static AgentReport report() {
        return new AgentReport("1", Instant.now(), null, null,
                new MachineInventory("web.example", "Linux", 1, 1, List.of(), List.of()), List.of(), List.of());
    }

    /** A folder that stands for a master target. */
    private final class FolderPlace implements BackupPlaces.Place {

        private final String name;
        private final AtomicBoolean broken = new AtomicBoolean();

        FolderPlace(String name) throws IOException {
            this.name = name;
            Files.createDirectories(folder.resolve(name));
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void keep(String backup, Path file) throws IOException {
            if (broken.get()) {
                throw new IOException("no space is left there");
            }
            assertThat(backup).matches("[a-z0-9-]{1,60}");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            Files.copy(file, folder.resolve(name).resolve(backup));
        }

        Path only() throws IOException {
            try (Stream<Path> kept = Files.list(folder.resolve(name))) {
                return kept.reduce((_, _) -> {
                    throw new IllegalStateException("more than one");
                }).orElseThrow();
            }
        }
    }

    /** The server's own way of making backups, which are kept elsewhere. */
    private Backups backups(BackupPlaces.Place... places) {
        return new Backups(server.part(BackupFile.class), () -> List.of(places), server.part(Database.class),
                server.part(Settings.class), server.part(ConfigurationServerSettings.class),
                () -> Instant.now().plus(later));
    }

    private Path backup() throws IOException {
        PrivateFiles.delete(folder.resolve("keeper"));
        var place = new FolderPlace("keeper");
        assertThat(backups(place).run().sent()).extracting(BackupStatus.SentBackup::problem)
                .containsOnlyNulls();
        return place.only();
    }

    private void lose() throws IOException {
        server.close();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private interface Action {

        void run() throws Exception;
    }

    private static ProblemCode refused(Action action) {
        return catchThrowableOfType(Refused.class, action::run).code();
    }

    @Test
    void aServerThatWasLostGoesOnWithProgramsPeopleAndSecrets() throws Exception {
        TlsIdentity agent = joined("web");
        new ReportClient(connection(agent)).report(report());
        TlsIdentity revoked = joined("stolen");
        SecurityClient admin = signedIn("admin", password);
        admin.revoke(revoked.certificate().getSerialNumber().toString(16));
        admin.add(new NewUser("olga", Role.OPERATOR, PASSWORD));
        var credentials = new CredentialClient(connection(identity(directory.resolve("administrator"))));
        Credential credential = credentials
                .add(new NewCredential("pve", Credential.Purpose.HYPERVISOR, "root", "a secret of pve"));
        Fingerprint before = server.fingerprint();
        int lines = admin.audit(0).lines().size();
        Path backup = backup();
        int port = server.port();
        lose();

        var restored = Restore.from(backup, recovery.toLowerCase(Locale.ROOT), directory, RANDOM);
        assertThat(restored.authority()).isEqualTo(before);
        server = server(directory, port);

        assertThat(server.fingerprint()).isEqualTo(before);
        assertThat(server.newPassphrase()).isEmpty();
        assertThat(server.firstPassword()).isEmpty();
        assertThat(server.newRecoveryPassphrase()).isEmpty();
        new ReportClient(connection(agent)).report(report());
        assertThat(refused(() -> new ReportClient(connection(revoked)).report(report())))
                .isEqualTo(ProblemCode.UNKNOWN_PEER);
        assertThat(admin.session().name()).isEqualTo("admin");
        assertThat(signedIn("olga", PASSWORD).session().role()).isEqualTo(Role.OPERATOR);
        assertThat(admin.verifyAudit().firstBroken()).isNull();
        assertThat(admin.audit(0).lines()).hasSizeGreaterThanOrEqualTo(lines);
        assertThat(server.part(Credentials.class).find(credential.id()).orElseThrow().secret())
                .isEqualTo("a secret of pve");
        assertThat(joined("other").certificate()).isNotNull();
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.filter(Files::isRegularFile)).allSatisfy(file -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        }
    }

    @Test
    void theSettingsThatAreRestoredStartAServer() throws IOException {
        Path backup = backup();
        Path to = folder.resolve("new place");
        ServerSettings settings = SettingsFile.read(Restore.from(backup, recovery, to, RANDOM).settings());
        assertThat(settings.configurationServer().directory().normalize()).isEqualTo(to.toAbsolutePath());
        assertThat(settings.configurationServer().hosts()).containsExactly("localhost");
        assertThat(settings.configurationServer().listen().connections()).isEqualTo(100);
        server.close();
        open.add(ConfigurationServer.start(settings.configurationServer(), Instant::now, RANDOM));
    }

    @Test
    void nothingInABackupCanBeReadWithoutThePassphrase() throws IOException {
        joined("a-name-to-be-found");
        Path backup = backup();
        String bytes = Files.readString(backup, StandardCharsets.ISO_8859_1);
        String key = Files.readString(directory.resolve("authority/key.pem"));
        assertThat(bytes).doesNotContain("a-name-to-be-found").doesNotContain("PRIVATE KEY")
                .doesNotContain(key.substring(40, 80)).doesNotContain("SQLite format")
                .doesNotContain(recovery);
        assertThatThrownBy(() -> Restore.from(backup, recovery.replace('A', 'B') + "X", folder.resolve("to"), RANDOM))
                .isInstanceOf(IOException.class).hasMessageContaining("the recovery passphrase is wrong");
        assertThat(folder.resolve("to")).doesNotExist();
        assertThat(folder.resolve("to.restoring")).doesNotExist();
    }

    @Test
    void aBackupThatWasTouchedOrCutOffAnywhereIsRefusedAndNothingIsMade() throws IOException {
        byte[] whole = Files.readAllBytes(backup());
        Path to = folder.resolve("to");
        Path touched = folder.resolve("touched");
        var random = new SplittableRandom(11);
        List<byte[]> wrong = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(20, whole.length)] ^= (byte) (1 << random.nextInt(8));
            wrong.add(flipped);
        }
        wrong.add(Arrays.copyOf(whole, whole.length - 1));
        wrong.add(Arrays.copyOf(whole, whole.length - 16));
        wrong.add(Arrays.copyOf(whole, whole.length / 2));
        wrong.add(Arrays.copyOf(whole, 30));
        wrong.add(Arrays.copyOf(whole, whole.length + 1));
        wrong.add(new byte[0]);
        for (byte[] bytes : wrong) {
            Files.write(touched, bytes);
            assertThatThrownBy(() -> Restore.from(touched, recovery, to, RANDOM)).isInstanceOf(IOException.class);
            assertThat(to).doesNotExist();
        }
        Files.write(touched, whole);
        Restore.from(touched, recovery, to, RANDOM);
        assertThat(to.resolve("database.sqlite")).exists();
    }

    @Test
    void aFolderInWhichSomethingIsStaysAsItIs() throws IOException {
        Path backup = backup();
        assertThatThrownBy(() -> Restore.from(backup, recovery, directory, RANDOM)).isInstanceOf(IOException.class)
                .hasMessageContaining("is not empty");
        assertThat(signedIn("admin", password).session().name()).isEqualTo("admin");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Restore.from(backup, recovery, empty, RANDOM);
        assertThat(empty.resolve("authority/key.pem")).exists();
    }

    @Test
    void aBackupWithADatabaseFromTheFutureIsRefused() throws Exception {
        server.close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("database.sqlite"));
                var change = connection.createStatement()) {
            change.executeUpdate("""
                    insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,
                      installed_by, execution_time, success)
                    select max(installed_rank) + 1, '999', 'later', 'SQL', 'V999__later.sql', 0, '', 0, 1
                    from flyway_schema_history""");
        }
        assertThatThrownBy(() -> server(directory, 0)).isInstanceOf(IOException.class)
                .hasMessageContaining("newer version");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("database.sqlite"));
                var change = connection.createStatement()) {
            change.executeUpdate("delete from flyway_schema_history where version = '999'");
        }
        server = server(directory, 0);
        var place = new FolderPlace("keeper");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("database.sqlite"));
                var change = connection.createStatement()) {
            change.executeUpdate("""
                    insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,
                      installed_by, execution_time, success)
                    select max(installed_rank) + 1, '999', 'later', 'SQL', 'V999__later.sql', 0, '', 0, 1
                    from flyway_schema_history""");
        }
        backups(place).run();
        assertThatThrownBy(() -> Restore.from(place.only(), recovery, folder.resolve("to"), RANDOM))
                .isInstanceOf(IOException.class).hasMessageContaining("newer version");
        assertThat(folder.resolve("to")).doesNotExist();
    }

    @Test
    void anotherRecoveryPassphraseOpensLaterBackupsAndTheOldOneThoseBefore() throws IOException {
        Path first = backup();
        Path kept = Files.move(first, folder.resolve("first"), StandardCopyOption.ATOMIC_MOVE);
        var client = new BackupClient(connection(identity(directory.resolve("administrator"))));
        String second = client.newPassphrase().passphrase();
        Path later = backup();
        assertThatThrownBy(() -> Restore.from(later, recovery, folder.resolve("a"), RANDOM))
                .hasMessageContaining("passphrase is wrong");
        Restore.from(later, second, folder.resolve("b"), RANDOM);
        Restore.from(kept, recovery, folder.resolve("c"), RANDOM);
        assertThat(signedIn("admin", password).audit(0).lines()).extracting(line -> line.action())
                .containsSequence("recovery passphrase changed");
    }

    @Test
    void aBackupIsMadeWhileOthersWriteAndIsOneMoment() throws Exception {
        Thread writer = Thread.ofVirtual().unstarted(() -> {
            for (int i = 0; !Thread.interrupted() && i < 10_000; i++) {
                server.part(Credentials.class).add(new NewCredential("n" + i, Credential.Purpose.PUSH, "u", "s"), "x");
                if (i > 900) {
                    return;
                }
            }
        });
        writer.start();
        Path backup = backup();
        writer.interrupt();
        writer.join();
        Restore.from(backup, recovery, folder.resolve("to"), RANDOM);
        server.close();
        server = server(folder.resolve("to"), 0);
        assertThat(server.part(Credentials.class).all()).allMatch(Credential::readable);
        assertThat(signedIn("admin", password).verifyAudit().firstBroken()).isNull();
    }

    @Test
    void aPlaceThatFailsIsAnAlertAndTheOthersKeepTheBackup() throws IOException {
        var good = new FolderPlace("good");
        var bad = new FolderPlace("bad");
        bad.broken.set(true);
        Backups backups = backups(bad, good);
        assertThat(backups.now()).isEmpty();
        BackupStatus status = backups.run();
        assertThat(status.newest()).isNotNull();
        assertThat(status.sent()).extracting(BackupStatus.SentBackup::problem).containsExactly("no space is left there",
                null);
        assertThat(good.only()).isNotEmptyFile();
        assertThat(backups.now()).extracting(Condition::code).containsExactly(ErrorCode.BACKUP_FAILED);
        assertThat(backups.now().getFirst().detail()).contains("bad: no space is left there");
        bad.broken.set(false);
        later = Duration.ofSeconds(2);
        backups.run();
        assertThat(backups.now()).isEmpty();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("backup."));
        }
    }

    @Test
    void backupsAreMadeAfterAStartEveryDayAndAnHourAfterOneThatFailed() throws IOException {
        var place = new FolderPlace("keeper");
        Backups nowhere = backups();
        nowhere.runWhenDue();
        assertThat(nowhere.status()).isEqualTo(new BackupStatus(null, null, List.of()));
        Backups backups = backups(place);
        backups.runWhenDue();
        assertThat(kept()).isEqualTo(1);
        later = Duration.ofHours(23);
        backups.runWhenDue();
        assertThat(kept()).isEqualTo(1);
        later = Duration.ofHours(25);
        place.broken.set(true);
        backups.runWhenDue();
        place.broken.set(false);
        later = Duration.ofHours(25).plusMinutes(50);
        backups.runWhenDue();
        assertThat(kept()).isEqualTo(1);
        later = Duration.ofHours(26).plusMinutes(1);
        backups.runWhenDue();
        assertThat(kept()).isEqualTo(2);
    }

    private long kept() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("keeper"))) {
            return all.count();
        }
    }

    @Test
    void aBackupThatIsOldIsAnAlert() throws IOException {
        backup();
        Backups backups = backups();
        Instant newest = backups.status().newest();
        assertThat(newest).isNotNull();
        assertThat(backups.now()).isEmpty();
        later = Duration.ofDays(2).plusMinutes(1);
        assertThat(backups.now().getFirst().detail()).contains(newest.toString());
        later = Duration.ZERO;
        server.close();
        server = server(directory, 0);
        assertThat(server.part(Backups.class).status().newest()).isEqualTo(newest);
    }

    @Test
    void whereTheKeysAreLostABackupSaysWhatToDo() throws IOException {
        server.close();
        Files.delete(directory.resolve("secrets.key"));
        server = server(directory, 0);
        var client = new BackupClient(connection(identity(directory.resolve("administrator"))));
        assertThat(client.make().problem()).contains("secret of backup/recovery-key").contains("secrets.key");
        client.newPassphrase();
        assertThat(client.make().problem()).isEqualTo("there is no master target to keep it");
    }

    @Test
    void onlyAdministratorsMakeBackupsAndAllSeeHowTheyStand() throws IOException {
        signedIn("admin", password).add(new NewUser("olga", Role.OPERATOR, PASSWORD));
        BackupClient olga = BackupClient.signIn(address(), server.fingerprint(), new SignIn("olga", PASSWORD));
        open.add(olga);
        assertThat(olga.status().newest()).isNull();
        assertThat(refused(olga::make)).isEqualTo(ProblemCode.NOT_ALLOWED);
        assertThat(refused(olga::newPassphrase)).isEqualTo(ProblemCode.NOT_ALLOWED);
    }

    @Test
    void whatIsNoBackupIsSaidToBeNone() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "hello, this is some other file");
        assertThatThrownBy(() -> Restore.from(other, recovery, folder.resolve("to"), RANDOM))
                .hasMessageContaining("no backup");
        Files.writeString(other, "secondsite backup 7\nand so on");
        assertThatThrownBy(() -> Restore.from(other, recovery, folder.resolve("to"), RANDOM))
                .hasMessageContaining("newer version");
    }
}
