package secondsite.server.configuration.installation;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;
import secondsite.api.installation.PreflightCheck.Outcome;
import secondsite.api.installation.PushStatus;
import secondsite.server.configuration.activity.job.JobFailure;

/** What was found on a machine before anything is done there: kept, and judged by what is to be done. */
@Singleton
final class Findings {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    /** What an agent needs that is to run, not one that goes. */
    private static final Set<Name> TO_RUN = EnumSet.of(Name.SYSTEM, Name.PACKAGE, Name.SPACE, Name.SERVICES, Name.TIME,
            Name.WAY_BACK);

    private final CourseBook book;
    private final HostKeyBook keys;
    private final AgentPackages packages;
    private final AgentTrace trace;

    @Inject
    Findings(CourseBook book, HostKeyBook keys, AgentPackages packages, AgentTrace trace) {
        this.book = book;
        this.keys = keys;
        this.packages = packages;
        this.trace = trace;
    }

    /** @throws JobFailure when something is missing that is needed */
    void judge(UUID id, Course course, PushStatus status) throws JobFailure {
        PushStatus.Facts facts = status.facts();
        Optional<AgentPackage> chosen = Optional.ofNullable(facts).filter(found -> found.kind() != null)
                .flatMap(found -> packages.fitting(found.kind(), found.architecture(), course.version()));
        var checks = new ArrayList<>(status.checks());
        if (brings(course.action())) {
            int behind = (int) checks.stream().filter(check -> check.name().compareTo(Name.PACKAGE) < 0).count();
            checks.add(behind, packageCheck(facts, chosen, course));
        }
        String agent = facts != null && facts.agent() != null
                ? facts.agent()
                : course.machine().name() != null
                        ? course.machine().name()
                        : Optional.ofNullable(facts).map(PushStatus.Facts::hostName).orElse(null);
        book.change(id, now -> now.looked(status.hostKey(), facts, checks, chosen.orElse(null), agent));
        keepKey(course, status);
        refuseFailed(course, checks);
        refuseUseless(course, facts, agent);
    }

    private static boolean brings(InstallationAction action) {
        return action != InstallationAction.UNINSTALL && action != InstallationAction.ROLL_BACK;
    }

    private PreflightCheck packageCheck(PushStatus.Facts facts, Optional<AgentPackage> chosen, Course course) {
        if (facts == null) {
            return PreflightCheck.skipped(Name.PACKAGE);
        }
        if (chosen.isPresent()) {
            return PreflightCheck.passed(Name.PACKAGE, chosen.get().file());
        }
        return PreflightCheck.failed(Name.PACKAGE, ErrorCode.PACKAGE_MISSING, packages.place() + " has no "
                + (facts.kind() == null ? "package" : facts.kind().name().toLowerCase(Locale.ROOT))
                + (course.version() == null ? "" : " of version " + course.version()) + " for "
                + facts.architecture());
    }

    /** It was believed, as the check says. */
    private void keepKey(Course course, PushStatus status) {
        boolean believed = status.checks().stream()
                .anyMatch(check -> check.name() == Name.HOST_KEY && check.outcome() == Outcome.PASSED);
        if (believed && status.hostKey() != null) {
            keys.keep(course.machine().address(), course.machine().sshPort(), status.hostKey(), course.who());
        }
    }

    private static void refuseFailed(Course course, List<PreflightCheck> checks) throws JobFailure {
        Optional<PreflightCheck> failed = checks.stream().filter(check -> check.outcome() == Outcome.FAILED)
                .filter(check -> brings(course.action()) || !TO_RUN.contains(check.name())).findFirst();
        if (failed.isPresent()) {
            throw JobFailure.forGood(failed.get().code(), failed.get().detail());
        }
    }

    private void refuseUseless(Course course, PushStatus.Facts facts, String agent) throws JobFailure {
        InstallationAction action = course.action();
        boolean changes = action == InstallationAction.UPGRADE || action == InstallationAction.ROLL_BACK;
        if (changes && facts.version() == null) {
            throw JobFailure.forGood(ErrorCode.AGENT_NOT_INSTALLED, "no package secondsite-agent is installed");
        }
        if (action == InstallationAction.ROLL_BACK && facts.versionBefore() == null) {
            throw JobFailure.forGood(ErrorCode.NO_VERSION_BEFORE, "version " + facts.version() + " is installed");
        }
        if (action == InstallationAction.UNINSTALL) {
            trace.refuseWhatProtects(facts.agent());
        }
        if (action == InstallationAction.INSTALL && (agent == null || !NAME.matcher(agent).matches())) {
            throw JobFailure.forGood(ErrorCode.JOINING_FAILED,
                    "the machine calls itself '" + agent + "', which is no name for an agent; give it one");
        }
    }
}
