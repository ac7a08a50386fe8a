package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import secondsite.api.ProblemCode;
import secondsite.api.activity.ErrorCode;
import secondsite.api.client.HostClient;
import secondsite.api.client.TransferException;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.protection.MasterTargets;
import secondsite.server.web.ProblemException;

/** The hosts on which copies run, asked within a job: what goes wrong becomes a failure that says what to do. */
@Singleton
final class CopyHosts {

    private final MasterTargets targets;

    @Inject
    CopyHosts(MasterTargets targets) {
        this.targets = targets;
    }

    interface Question<T> {
        T ask(HostClient host) throws TransferException;
    }

    interface Order {
        void give(HostClient host) throws TransferException;
    }

    /** Asks once. What cannot be had now is tried again; what the host refuses fails for good. */
    <T> T ask(String masterTarget, Question<T> question) throws JobFailure {
        try {
            return question.ask(targets.host(masterTarget));
        } catch (TransferException e) {
            throw failure(masterTarget, e);
        } catch (ProblemException e) {
            throw JobFailure.recoverable(ErrorCode.MASTER_TARGET_UNREACHABLE, e.getMessage());
        }
    }

    /** What has to be done, whatever it takes: a refusal is tried again too. */
    void insist(String masterTarget, Order order) throws JobFailure {
        try {
            ask(masterTarget, host -> {
                order.give(host);
                return masterTarget;
            });
        } catch (JobFailure e) {
            throw JobFailure.recoverable(e.code(), e.getMessage());
        }
    }

    private static JobFailure failure(String masterTarget, TransferException e) {
        String said = masterTarget + ": " + e.getMessage();
        return switch (e) {
            case TransferException.Refused refused when refused.code() == ProblemCode.NOT_RECOVERABLE
                    || refused.code() == ProblemCode.UNKNOWN_DISK ->
                JobFailure.forGood(ErrorCode.NO_RECOVERY_POINT, said);
            case TransferException.Refused _ -> JobFailure.forGood(ErrorCode.HOST_REFUSED, said);
            case TransferException.OutOfSpace _ -> JobFailure.recoverable(ErrorCode.OUT_OF_SPACE, said);
            case TransferException.Busy _,TransferException.Unavailable _,TransferException.Gap _,TransferException.StaleEpoch _ ->
                JobFailure.recoverable(ErrorCode.MASTER_TARGET_UNREACHABLE, said);
        };
    }
}
