package secondsite.api.plan;

import java.util.UUID;

/** A run of a plan was begun, or goes on. @param job number of the job that does it */
public record StartedRun(UUID run, long job) {}
