package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import secondsite.api.ProblemCode;
import secondsite.api.activity.JobState;
import secondsite.api.security.Role;
import secondsite.server.configuration.activity.job.KeptJobs;
import secondsite.server.configuration.store.JobStore;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** Jobs: seen by viewers, cancelled and tried again by operators. */
@Singleton
public final class JobEndpoints implements Endpoints {

    private final KeptJobs jobs;
    private final Access access;
    private final Repeatable repeatable;

    @Inject
    public JobEndpoints(KeptJobs jobs, Access access, Repeatable repeatable) {
        this.jobs = jobs;
        this.access = access;
        this.repeatable = repeatable;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/jobs", this::list)
                .get("/v1/jobs/{number}", this::job)
                .get("/v1/jobs/{number}/log", this::log)
                .post("/v1/jobs/{number}/cancel", exchange -> act(exchange, jobs::cancel))
                .post("/v1/jobs/{number}/retry", exchange -> act(exchange, jobs::retry)));
    }

    private void list(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        Part part = Part.of(exchange);
        var filter = new JobStore.Filter(states(exchange.query("state").orElse("")),
                exchange.query("type").orElse(null), exchange.query("subject").orElse(null));
        exchange.answer(jobs.page(filter, part.after().orElse(Long.MAX_VALUE), part.limit()));
    }

    private static List<JobState> states(String text) {
        try {
            return text.isEmpty()
                    ? List.of()
                    : Arrays.stream(text.split(",")).map(JobState::valueOf).distinct().toList();
        } catch (IllegalArgumentException _) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "the parameter 'state' is one or several of " + Arrays.toString(JobState.values())
                            + ", with commas between them");
        }
    }

    private void job(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        long number = number(exchange);
        exchange.answer(jobs.find(number)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no job " + number)));
    }

    private void log(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        Part part = Part.of(exchange);
        exchange.answer(jobs.log(number(exchange), part.after().orElse(0), part.limit()));
    }

    private void act(Exchange exchange, BiConsumer<Long, String> action) throws IOException {
        String who = access.require(Role.OPERATOR, exchange);
        long number = number(exchange);
        repeatable.answer(exchange, who, () -> {
            action.accept(number, who);
            return null;
        });
    }

    private static long number(Exchange exchange) {
        try {
            return Long.parseLong(exchange.parameter("number"));
        } catch (NumberFormatException _) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "the path names no number of a job");
        }
    }
}
