package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import secondsite.api.activity.ErrorCode;
import secondsite.api.host.MachineState;
import secondsite.api.host.MachineStatus;
import secondsite.api.host.Probe;
import secondsite.api.host.ProbeAnswer;
import secondsite.api.recovery.ProbeResult;
import secondsite.server.configuration.activity.Texts;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.store.Database;

/** Asks the probes of a copy, all of them side by side, until each said yes or its time is over. */
@Singleton
final class Probing {

    private static final String SINCE = "probes-since";
    private static final int EVIDENCE = 2000;

    private final FailoverBook book;
    private final Database database;
    private final CopyHosts hosts;
    private final RecoveryChoices choices;
    private final InstantSource clock;

    @Inject
    Probing(FailoverBook book, Database database, CopyHosts hosts, RecoveryChoices choices, InstantSource clock) {
        this.book = book;
        this.database = database;
        this.hosts = hosts;
        this.choices = choices;
        this.clock = clock;
    }

    Step step(Undertaking now, JobContext job) throws JobFailure {
        List<Probe> probes = choices.probes(now);
        if (probes.isEmpty()) {
            return new Step.Done();
        }
        Instant since = since(job);
        MachineStatus status = hosts.ask(now.copy().masterTarget(), host -> host.machine(now.copy().hosted()));
        List<ProbeResult> results = new ArrayList<>(now.copy().probes());
        for (Probe probe : probes) {
            if (results.stream().noneMatch(result -> result.probe().equals(probe))) {
                answer(now, probe, status, since).ifPresent(results::add);
            }
        }
        if (results.stream().map(ProbeResult::probe).distinct().count() < probes.stream().distinct().count()) {
            book.change(now.id(), kept -> kept.with(kept.copy().probed(null, results)));
            return BringingUp
                    .again("asking whether it works: " + results.size() + " of " + probes.size() + " answered");
        }
        end(now, results, job);
        return new Step.Done();
    }

    private Instant since(JobContext job) {
        Instant now = clock.instant();
        Optional<Instant> known = job.remembered(SINCE).map(Instant::parse);
        if (known.isEmpty()) {
            job.remember(SINCE, now.toString());
        }
        return known.orElse(now);
    }

    /** Empty while it may still say yes. */
    private Optional<ProbeResult> answer(Undertaking now, Probe probe, MachineStatus status, Instant since)
            throws JobFailure {
        Instant when = clock.instant();
        if (status.state() != MachineState.RUNNING) {
            return Optional.of(new ProbeResult(probe, false, "the copy is " + status.state() + ": " + status.reason(),
                    when));
        }
        ProbeAnswer answer = ask(now, probe);
        return answer.passed() || !when.isBefore(since.plusSeconds(probe.seconds()))
                ? Optional.of(new ProbeResult(probe, answer.passed(), Texts.cut(answer.evidence(), EVIDENCE), when))
                : Optional.empty();
    }

    /** A probe that the host refuses is one that says no. */
    private ProbeAnswer ask(Undertaking now, Probe probe) throws JobFailure {
        try {
            return hosts.ask(now.copy().masterTarget(), host -> host.ask(now.copy().hosted(), probe));
        } catch (JobFailure e) {
            if (e.code() == ErrorCode.HOST_REFUSED) {
                return new ProbeAnswer(false, e.getMessage());
            }
            throw e;
        }
    }

    private void end(Undertaking now, List<ProbeResult> results, JobContext job) {
        boolean works = results.stream().allMatch(ProbeResult::passed);
        String failed = results.stream().filter(result -> !result.passed())
                .map(result -> result.probe() + ": " + result.evidence()).collect(Collectors.joining("; "));
        database.write(change -> {
            book.find(now.id()).ifPresent(kept -> {
                book.put(change, kept.with(kept.copy().probed(works, results)));
                if (!works) {
                    book.tellOfProbes(change, kept, Texts.cut(failed, EVIDENCE));
                }
            });
            return works;
        });
        job.log(works ? "it works, as all " + results.size() + " probes say" : "it does not work: " + failed);
    }
}
