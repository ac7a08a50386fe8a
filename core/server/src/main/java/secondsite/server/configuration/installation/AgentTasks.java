package secondsite.server.configuration.installation;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.Job;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.PushStep;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;

/** The tasks on a machine, one after another, and what is done when they break off. */
@Singleton
public final class AgentTasks {

    static final String INSTALLATION = "installation";

    static final String PREFLIGHT = "preflight";
    static final String COPY = "copy-package";
    static final String INSTALL = "install-package";
    static final String REGISTER = "register-agent";
    static final String START = "start-agent";
    static final String REPORT = "await-report";
    static final String ROLL_BACK = "restore-version";
    static final String UNINSTALL = "remove-agent";
    static final String FORGET = "forget-agent";

    private static final Duration TURN = Duration.ofSeconds(1);
    private static final String CLEANING = "cleaning";
    private static final int CLEANINGS = 3;

    private final CourseBook book;
    private final PushedSteps pushed;
    private final PushOrders orders;
    private final Findings findings;
    private final AgentTrace trace;
    private final SignIns signIns;
    private final Turns turns;

    @Inject
    AgentTasks(CourseBook book, PushedSteps pushed, PushOrders orders, Findings findings, AgentTrace trace,
            SignIns signIns, Turns turns) {
        this.book = book;
        this.pushed = pushed;
        this.orders = orders;
        this.findings = findings;
        this.trace = trace;
        this.signIns = signIns;
        this.turns = turns;
    }

    static List<String> of(InstallationAction action) {
        return switch (action) {
            case PREFLIGHT -> List.of(PREFLIGHT);
            case INSTALL -> List.of(PREFLIGHT, COPY, INSTALL, REGISTER, START, REPORT);
            case UPGRADE -> List.of(PREFLIGHT, COPY, INSTALL, START, REPORT);
            case ROLL_BACK -> List.of(PREFLIGHT, ROLL_BACK, START, REPORT);
            case UNINSTALL -> List.of(PREFLIGHT, UNINSTALL, FORGET);
        };
    }

    private static UUID id(JobContext job) {
        return UUID.fromString(job.order().parameters().get(INSTALLATION));
    }

    Step step(String task, JobContext job) throws JobFailure {
        UUID id = id(job);
        Optional<Installation> told = book.told(id);
        Optional<Course> course = book.find(id);
        if (told.isEmpty() || course.isEmpty()) {
            return new Step.Done();
        }
        if (!turns.take(told.get().batch(), id, course.get().atOnce())) {
            return new Step.Again(new Job.Progress(0, 0, 0, null, "waits for its turn"), TURN);
        }
        Step step = step(task, id, course.get(), job);
        List<String> all = of(course.get().action());
        if (step instanceof Step.Done && task.equals(all.getLast())) {
            end(id, told.get().batch());
        }
        return step;
    }

    private void end(UUID id, UUID batch) {
        signIns.forget(id);
        turns.end(batch, id);
    }

    private Step step(String task, UUID id, Course course, JobContext job) throws JobFailure {
        return switch (task) {
            case PREFLIGHT -> push(PushStep.PREFLIGHT, task, id, course, job,
                    status -> findings.judge(id, course, status));
            case COPY -> {
                book.change(id, Course::touching);
                yield push(PushStep.COPY, task, id, course, job, _ -> {
                });
            }
            case INSTALL -> push(PushStep.INSTALL, task, id, course, job,
                    _ -> book.change(id, now -> now.holding(now.agentPackage().version())));
            case REGISTER -> {
                book.change(id, Course::registering);
                yield push(PushStep.REGISTER, task, id, course, job, _ -> {
                });
            }
            case START -> push(PushStep.START, task, id, course, job, _ -> {
                trace.started(job);
                book.change(id, Course::running);
            });
            case REPORT -> trace.heard(course, job);
            case ROLL_BACK -> {
                book.change(id, Course::touching);
                yield push(PushStep.ROLL_BACK, task, id, course, job,
                        _ -> book.change(id, now -> now.holding(now.facts().versionBefore())));
            }
            case UNINSTALL -> push(PushStep.UNINSTALL, task, id, course, job,
                    _ -> book.change(id, now -> now.holding(null)));
            case FORGET -> trace.forget(course, job);
            default -> throw new IllegalArgumentException("there is no task '" + task + "'");
        };
    }

    private Step push(PushStep step, String task, UUID id, Course course, JobContext job, PushedSteps.Found found)
            throws JobFailure {
        return pushed.step(task, course.processServer(), job, () -> orders.of(step, id, course, job), found);
    }

    /** The machine is as it was before, as far as it can be reached; what was given to sign in is forgotten either way. */
    Step undo(JobContext job) throws JobFailure {
        UUID id = id(job);
        Optional<Course> course = book.find(id);
        if (course.isPresent()) {
            try {
                Step step = takeBack(id, course.get(), job);
                if (step instanceof Step.Again) {
                    return step;
                }
            } catch (JobFailure e) {
                giveUpAfterSome(e, job);
            }
        }
        book.told(id).ifPresent(told -> end(id, told.batch()));
        return new Step.Done();
    }

    private Step takeBack(UUID id, Course course, JobContext job) throws JobFailure {
        for (String task : of(course.action())) {
            if (!pushed.stopped(task, course.processServer(), job)) {
                return new Step.Again(null, TURN);
            }
        }
        if (!course.touched()) {
            return new Step.Done();
        }
        for (PushStep step : TakingBack.of(course)) {
            String task = "undo " + step;
            Step done = push(step, task, id, course, job, _ -> {
            });
            if (done instanceof Step.Again) {
                return done;
            }
        }
        if (TakingBack.of(course).contains(PushStep.UNINSTALL)) {
            if (course.registered()) {
                trace.revoke(course, job);
            }
            book.change(id, now -> now.holding(null));
        }
        return new Step.Done();
    }

    /** A machine that is gone cannot be cleaned; nobody waits for that for ever. */
    private static void giveUpAfterSome(JobFailure failure, JobContext job) throws JobFailure {
        int tries = job.remembered(CLEANING).map(Integer::parseInt).orElse(0) + 1;
        job.remember(CLEANING, String.valueOf(tries));
        job.log("what was begun on the machine is not taken back: " + failure.code() + " " + failure.getMessage());
        if (failure.recoverable() && tries < CLEANINGS) {
            throw failure;
        }
    }
}
