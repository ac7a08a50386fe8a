package secondsite.app.infrastructure.agents;

import jakarta.inject.Inject;
import java.util.Optional;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ErrorText;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.installation.Installation;
import secondsite.api.installation.PreflightCheck;
import secondsite.app.control.Status;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.session.Catalogue;
import secondsite.app.words.JobStatus;
import secondsite.app.words.ToldText;

/** Says what is done on a machine, and what was found there. */
final class InstallationWords {

    private final Texts texts;
    private final Formats formats;
    private final Catalogue catalogue;
    private final ToldText told;

    @Inject
    InstallationWords(Texts texts, Formats formats, Catalogue catalogue, ToldText told) {
        this.texts = texts;
        this.formats = formats;
        this.catalogue = catalogue;
        this.told = told;
    }

    String action(Installation one) {
        return texts.text("installations.action." + one.action());
    }

    String state(Installation one) {
        return texts.text("job.state." + one.state().name());
    }

    static Status status(Installation one) {
        return one.problem() != null && one.state() == JobState.RUNNING ? Status.WARN : JobStatus.of(one.state());
    }

    /** What is being done, or was when it failed, and how far it is; empty when it is done. */
    String step(Installation one) {
        if (one.task() == null || one.state() == JobState.DONE) {
            return "";
        }
        String name = texts.textOr("job.task." + one.task(), one.task());
        Job.Progress progress = one.progress();
        if (progress == null || one.state().over()) {
            return name;
        }
        if (progress.totalBytes() > 0) {
            return name + " · " + formats.percent((double) progress.doneBytes() / progress.totalBytes());
        }
        return progress.note() == null || progress.note().isEmpty() ? name : name + " · " + told.of(progress.note());
    }

    /** Why it failed or is tried again, in a line; empty when all is well. */
    String happened(Installation one) {
        return one.problem() == null || one.state() == JobState.DONE
                ? ""
                : catalogue.message(one.problem().code());
    }

    String name(PreflightCheck check) {
        return texts.textOr("install.check." + check.name(), check.name().name());
    }

    static Status status(PreflightCheck check) {
        return switch (check.outcome()) {
            case PASSED -> Status.OK;
            case WARNING -> Status.WARN;
            case FAILED -> Status.CRIT;
            case SKIPPED -> Status.UNKNOWN;
        };
    }

    /** Of what is not met, what that means; of what is met, what was found. */
    String happened(PreflightCheck check) {
        return check.code() == null ? evidence(check) : catalogue.message(check.code());
    }

    /** What was found. */
    String evidence(PreflightCheck check) {
        return check.detail() == null || check.detail().isEmpty() ? "" : told.of(check.detail());
    }

    /** What to do; empty where nothing is to be done. */
    String remedy(PreflightCheck check) {
        return text(check.code()).map(ErrorText::action).orElse("");
    }

    Optional<ErrorText> text(ErrorCode code) {
        return catalogue.text(code);
    }

    String evidence(Installation one) {
        return one.problem() == null ? "" : told.of(one.problem().detail());
    }
}
