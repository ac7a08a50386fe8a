package secondsite.server.configuration.installation;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import secondsite.api.ProblemCode;
import secondsite.api.activity.JobState;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.InstallationRequest;
import secondsite.api.installation.InstallationRetry;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.security.Credential;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.Jobs;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.security.Credentials;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.Servers.Server;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** Agents on machines, as people order them. A job for each machine; all of an order are there, or none. */
@Singleton
public final class Installations {

    private final Database database;
    private final CourseBook book;
    private final SignIns signIns;
    private final Jobs jobs;
    private final Stock stock;
    private final AuditLog audit;

    /** What there is to install with. */
    record Stock(Inventory inventory, AgentPackages packages, Credentials credentials) {

        @Inject
        Stock {
        }
    }

    @Inject
    Installations(Database database, CourseBook book, SignIns signIns, Jobs jobs, Stock stock, AuditLog audit) {
        this.database = database;
        this.book = book;
        this.signIns = signIns;
        this.jobs = jobs;
        this.stock = stock;
        this.audit = audit;
    }

    /** @return one for each machine, in the order of the request */
    public List<Installation> order(InstallationRequest request, String who) {
        RequestChecks.check(request);
        checkCredential(request.credential());
        checkVersion(request);
        String server = processServer(request.processServer());
        int atOnce = request.atOnce() == null ? RequestChecks.AT_ONCE : request.atOnce();
        boolean trusts = Boolean.TRUE.equals(request.trustNewKeys());
        return begin(UUID.randomUUID(),
                request.machines().stream().map(machine -> Course.ordered(request.action(), machine, server, who,
                        request.credential(), request.version(), trusts, atOnce)).toList(),
                request.signIn(), who);
    }

    private void checkCredential(UUID id) {
        if (id != null && stock.credentials().all().stream()
                .noneMatch(each -> each.id().equals(id) && each.kind() == Credential.Purpose.PUSH)) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "'credential': there is no credential " + id + " for installing");
        }
    }

    private void checkVersion(InstallationRequest request) {
        if (request.version() != null && stock.packages().largest(request.version()).isEmpty()) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'version': there is no package of the version "
                    + request.version() + " in " + stock.packages().place() + "; there are "
                    + stock.packages().all().stream().map(each -> each.version()).distinct()
                            .collect(Collectors.joining(", ")));
        }
    }

    private String processServer(String wanted) {
        List<String> all = stock.inventory().servers(Peer.Kind.PROCESS_SERVER).stream().map(Server::key)
                .map(key -> key.name()).toList();
        if (wanted != null && !all.contains(wanted) || wanted == null && all.size() != 1) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'processServer' is "
                    + (wanted == null ? "missing" : "'" + wanted + "'") + "; there " + (all.isEmpty()
                            ? "is none that has reported"
                            : "are " + String.join(", ", all)));
        }
        return wanted == null ? all.getFirst() : wanted;
    }

    private List<Installation> begin(UUID batch, List<Course> courses, MachineSignIn signIn, String who) {
        List<UUID> ids = database.write(change -> courses.stream().map(course -> begin(change, batch, course, signIn,
                who)).toList());
        jobs.wake();
        return ids.stream().flatMap(id -> book.told(id).stream()).toList();
    }

    private UUID begin(Transaction change, UUID batch, Course course, MachineSignIn signIn, String who) {
        UUID id = UUID.randomUUID();
        long job = jobs.add(change, new JobOrder(AgentJob.word(course.action()),
                RequestChecks.subject(course.machine()), course.machine().address(), who,
                Map.of(AgentTasks.INSTALLATION, id.toString())));
        book.add(change, id, batch, job, course);
        if (signIn != null) {
            signIns.keep(change, id, signIn);
        }
        if (course.action() != InstallationAction.PREFLIGHT) {
            audit.note(change, who, "agent " + course.action().name().toLowerCase(Locale.ROOT)
                    .replace('_', ' ') + " ordered", course.machine().address(), "job " + job);
        }
        return id;
    }

    /** Those of a batch that failed or were cancelled, as a batch of their own. */
    public List<Installation> retry(InstallationRetry request, String who) {
        if (request.batch() == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'batch' is missing");
        }
        RequestChecks.check(request.signIn(), request.credential());
        checkCredential(request.credential());
        List<Course> courses = book.batch(request.batch()).stream()
                .filter(each -> each.state() == JobState.FAILED || each.state() == JobState.CANCELLED)
                .flatMap(each -> book.find(each.id()).stream())
                .map(before -> Course.ordered(before.action(), before.machine(), before.processServer(), who,
                        request.credential(), before.version(),
                        request.trustNewKeys() == null ? before.trustNewKeys() : request.trustNewKeys(),
                        before.atOnce()))
                .toList();
        if (courses.isEmpty()) {
            throw new ProblemException(ProblemCode.CONFLICT, "nothing of this batch failed or was cancelled");
        }
        return begin(UUID.randomUUID(), courses, request.signIn(), who);
    }

    /** The newest first. */
    public List<Installation> newest() {
        return book.newest();
    }

    /** Those that were ordered together. */
    public List<Installation> batch(UUID batch) {
        return book.batch(batch);
    }

    public Installation one(UUID id) {
        return book.told(id)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no installation " + id));
    }

    /** Forgets one that is over. */
    public void remove(UUID id, String who) {
        Optional<Installation> open = Optional.of(one(id)).filter(each -> !each.state().over());
        if (open.isPresent()) {
            throw new ProblemException(ProblemCode.CONFLICT,
                    "the job " + open.get().job() + " is not over; wait for its end, or cancel it");
        }
        database.write(change -> {
            book.remove(change, id);
            return id;
        });
    }
}
