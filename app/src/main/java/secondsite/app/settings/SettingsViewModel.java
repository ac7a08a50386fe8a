package secondsite.app.settings;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import secondsite.api.activity.BackupStatus;
import secondsite.api.client.TransferException;
import secondsite.api.security.AuditPage;
import secondsite.api.security.AuditVerification;
import secondsite.api.security.Role;
import secondsite.api.security.UserList.User;
import secondsite.app.fx.Tasks;
import secondsite.app.session.Session;
import secondsite.app.words.FailureText;

/** What is asked of the server when somebody comes to the settings, or changed something there. */
@Singleton
public final class SettingsViewModel {

    private static final int MOST_LINES = 5_000;
    private static final int PAGE = 1_000;

    private final Session session;
    private final Tasks tasks;
    private final FailureText failures;
    private final ReadOnlyObjectWrapper<List<User>> users = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<AuditPage.Line>> audit = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<AuditVerification> chain = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<BackupStatus> backup = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    @Inject
    public SettingsViewModel(Session session, Tasks tasks, FailureText failures) {
        this.session = session;
        this.tasks = tasks;
        this.failures = failures;
    }

    /** Whether users, notifications and audit can be seen at all. */
    public boolean admin() {
        return session.role().includes(Role.ADMIN);
    }

    public String user() {
        return session.user();
    }

    public Session session() {
        return session;
    }

    public void ask() {
        problem.set("");
        if (admin()) {
            askUsers();
        }
        askAudit();
        tasks.run(() -> session.backups().status(), backup::set, this::failed);
    }

    void askUsers() {
        tasks.run(() -> session.security().users().users(), users::set, this::failed);
    }

    /** The newest lines, newest first. */
    void askAudit() {
        tasks.run(this::lines, audit::set, this::failed);
    }

    private List<AuditPage.Line> lines() throws TransferException {
        List<AuditPage.Line> lines = new ArrayList<>();
        List<AuditPage.Line> page;
        do {
            page = session.security().audit(lines.isEmpty() ? 0 : lines.getLast().number()).lines();
            lines.addAll(page);
            if (lines.size() > MOST_LINES) {
                lines.subList(0, lines.size() - MOST_LINES).clear();
            }
        } while (page.size() == PAGE);
        return List.copyOf(lines.reversed());
    }

    /** Reads the whole log at the server. */
    public void verify() {
        chain.set(null);
        tasks.run(() -> session.security().verifyAudit(), chain::set, this::failed);
    }

    void failed(Exception why) {
        problem.set(failures.of(why));
    }

    void backedUp(BackupStatus status) {
        backup.set(status);
    }

    public ReadOnlyObjectProperty<List<User>> users() {
        return users.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<AuditPage.Line>> audit() {
        return audit.getReadOnlyProperty();
    }

    /** What came of the last check of the log; null while there was none. */
    public ReadOnlyObjectProperty<AuditVerification> chain() {
        return chain.getReadOnlyProperty();
    }

    /** Null while it was not told. */
    public ReadOnlyObjectProperty<BackupStatus> backup() {
        return backup.getReadOnlyProperty();
    }

    /** Why something could not be asked; empty when it could. */
    public ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }
}
