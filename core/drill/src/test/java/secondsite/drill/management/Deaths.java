package secondsite.drill.management;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import secondsite.api.activity.Job;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.TransferException;
import secondsite.api.machine.MachineSummary;
import secondsite.drill.tools.Patience;

/**
 * Where a server has died in the life of a job: once at each place. Which tasks there are, and which of them is under way, is what the
 * API says while the job stands still.
 */
final class Deaths implements JobDebugger.Judge {

    static final String BEGIN = "JobCourse.begin";
    static final String DONE = "JobCourse.done";
    private static final String PROGRESS = "JobCourse.again";
    private static final String MOVING = PROGRESS + ", moving";
    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** @param change that did not become durable any more */
    record Death(String task, String change) {}

    private final Places places;
    private final Set<String> spared;
    private final Set<Death> all = Collections.synchronizedSet(new LinkedHashSet<>());
    private volatile CompletableFuture<Long> victim = CompletableFuture.completedFuture(-1L);
    private volatile ManagedDeployment deployment;

    /** @param spared tasks in which it does not die */
    Deaths(Places places, Set<String> spared) {
        this.places = places;
        this.spared = spared;
    }

    /** From now on the server dies in the life of this job. @param order returns the job's number when the order is acknowledged */
    long in(ManagedDeployment where, Callable<Long> order) throws Exception {
        all.clear();
        deployment = where;
        victim = new CompletableFuture<>();
        long number = order.call();
        victim.complete(number);
        return number;
    }

    /** Where it died in the life of the last job. */
    List<Death> all() {
        return List.copyOf(all);
    }

    @Override
    public boolean dies(JobDebugger.Moment moment) {
        long number = victim.orTimeout(ANSWER.toSeconds(), TimeUnit.SECONDS).join();
        if (moment.job() != number) {
            return false;
        }
        Job job = deployment.job(number).orElseThrow();
        Job.Task task = job.tasks().stream().filter(each -> !each.state().over()).findFirst().orElseThrow();
        var death = new Death(task.name(), change(moment.calls(), task));
        if (all.contains(death) || spared.contains(task.name()) || !chosen(death)) {
            return false;
        }
        if (places != Places.ENDS && all.size() % 2 == 1) {
            awaitAllHeard();
        }
        all.add(death);
        return true;
    }

    private boolean chosen(Death death) {
        return switch (places) {
            case EVERY_CHANGE -> true;
            // Of a later task, the end of the one before it and its own first change are left.
            case BORDERS_AND_WITHIN -> !death.change().equals(PROGRESS)
                    && (all.isEmpty() || !death.change().equals(BEGIN));
            case BEGIN_MIDST_AND_ENDS -> all.isEmpty() && death.change().equals(BEGIN)
                    || death.change().equals(MOVING) || death.change().equals(DONE);
            case ENDS -> death.change().equals(DONE);
        };
    }

    private String change(List<String> calls, Job.Task task) {
        boolean course = calls.size() == 1;
        boolean moves = task.progress() != null && task.progress().doneBytes() > 0;
        String own = places == Places.EVERY_CHANGE ? String.join(" ", calls) : "of its own";
        return course ? calls.getFirst().equals(PROGRESS) && moves ? MOVING : calls.getFirst() : own;
    }

    /** Whoever is cut off again and again comes back later and later, which would only take time: every second life is a longer one. */
    private void awaitAllHeard() {
        Patience.until("all programs have reported in this life", ANSWER, () -> {
            try {
                return agentsHeard() && deployment.inventory().servers().servers().stream()
                        .allMatch(server -> server.skewMillis() != null);
            } catch (TransferException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private boolean agentsHeard() throws TransferException {
        InventoryClient inventory = deployment.inventory();
        for (MachineSummary machine : inventory.machines(InventoryClient.Search.ALL, null, 100).items()) {
            if (inventory.machine(machine.id()).skewMillis() == null) {
                return false;
            }
        }
        return true;
    }
}
