package secondsite.server.configuration.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Update;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanStep;
import secondsite.api.recovery.FailoverKind;

/** The runs of recovery plans and what is left of them as evidence. */
public final class KeptPlanRuns {

    /** A page about a run, and its signature. */
    public record Page(String html, byte[] signature) {}

    private static final RowMapper<PlanRun> HEAD = (row, _) -> KeptPlans.json(row, "document", PlanRun.class);
    private static final RowMapper<PlanRun> WHOLE = (row, _) -> with(KeptPlans.json(row, "document", PlanRun.class),
            Arrays.asList(KeptPlans.json(row, "steps", PlanStep[].class)));

    private static PlanRun with(PlanRun run, List<PlanStep> steps) {
        return new PlanRun(run.id(), run.plan(), run.name(), run.version(), run.request(), run.who(), run.drill(),
                run.job(), run.state(), run.begun(), run.ended(), run.upSeconds(), run.rtoSeconds(), run.rpoSeconds(),
                run.goals(), run.cleaned(), run.points(), run.decisions(), steps);
    }

    public void add(Transaction change, PlanRun run, Plan planned) {
        bind(change
                .update("insert into plan_run (id, plan, open_plan, kind, drill, well, begun, ended, document, steps,"
                        + " planned) values (:id, :plan, :open, :kind, :drill, :well, :begun, :ended, :document, :steps,"
                        + " :planned)"),
                run)
                .bind("plan", Ids.text(run.plan())).bind("kind", run.request().kind().name())
                .bind("drill", run.drill() ? 1 : 0).bind("begun", Micros.of(run.begun()))
                .bind("planned", KeptPlans.json(planned)).execute();
    }

    public void change(Transaction change, PlanRun run) {
        bind(change.update("update plan_run set open_plan = :open, well = :well, ended = :ended, document = :document,"
                + " steps = :steps where id = :id"), run).execute();
    }

    private static Update bind(Update update, PlanRun run) {
        return update.bind("id", Ids.text(run.id()))
                .bind("open", run.state().over() ? null : Ids.text(run.plan())).bind("well", run.wentWell() ? 1 : 0)
                .bind("ended", run.ended() == null ? null : Micros.of(run.ended()))
                .bind("document", KeptPlans.json(with(run, List.of()))).bind("steps", KeptPlans.json(run.steps()));
    }

    public Optional<PlanRun> find(Transaction transaction, UUID id) {
        return transaction.query("select * from plan_run where id = :id").bind("id", Ids.text(id)).map(WHOLE)
                .findOne();
    }

    /** The plan as it was when a run was begun. */
    public Optional<Plan> planned(Transaction transaction, UUID run) {
        return transaction.query("select * from plan_run where id = :id").bind("id", Ids.text(run))
                .map((row, _) -> KeptPlans.json(row, "planned", Plan.class)).findOne();
    }

    /** The newest runs, without their steps. @param plan empty for those of all plans */
    public List<PlanRun> newest(Transaction transaction, Optional<UUID> plan, int most) {
        String order = " order by begun desc, id limit :most";
        return (plan.isEmpty()
                ? transaction.query("select * from plan_run" + order)
                : transaction.query("select * from plan_run where plan = :plan" + order)
                        .bind("plan", Ids.text(plan)))
                .bind("most", most).map(HEAD).list();
    }

    /** The run of a plan that is not over. */
    public Optional<UUID> open(Transaction transaction, UUID plan) {
        return transaction.query("select id from plan_run where open_plan = :plan").bind("plan", Ids.text(plan))
                .mapTo(String.class).findOne().map(UUID::fromString);
    }

    /** When the newest test of a plan that went well was begun. */
    public Optional<Instant> tested(Transaction transaction, UUID plan) {
        return transaction.query("select begun from plan_run where plan = :plan and kind = '" + FailoverKind.TEST
                + "' and well = 1 order by begun desc limit 1").bind("plan", Ids.text(plan)).mapTo(Long.class)
                .findOne().map(Micros::instant);
    }

    /** The newest test of a plan that is over, without its steps. */
    public Optional<PlanRun> lastTest(Transaction transaction, UUID plan) {
        return transaction.query("select * from plan_run where plan = :plan and kind = '" + FailoverKind.TEST
                + "' and ended is not null order by begun desc, id limit 1").bind("plan", Ids.text(plan)).map(HEAD)
                .findOne();
    }

    /** When the newest run by the schedule of a plan was begun. */
    public Optional<Instant> drilled(Transaction transaction, UUID plan) {
        return transaction.query("select begun from plan_run where plan = :plan and drill = 1 order by begun desc"
                + " limit 1").bind("plan", Ids.text(plan)).mapTo(Long.class).findOne().map(Micros::instant);
    }

    /** The newest run of a plan in which a machine was brought up. */
    public Optional<PlanRun> newestWhole(Transaction transaction, UUID plan) {
        return transaction.query("select * from plan_run where plan = :plan and ended is not null"
                + " order by begun desc, id limit 1").bind("plan", Ids.text(plan)).map(WHOLE).findOne();
    }

    /** Replaces what there was of this machine. */
    public void picture(Transaction change, UUID run, UUID machine, byte[] png) {
        change.update("delete from plan_picture where run = :run and machine = :machine").bind("run", Ids.text(run))
                .bind("machine", Ids.text(machine)).execute();
        change.update("insert into plan_picture (run, machine, png) values (:run, :machine, :png)")
                .bind("run", Ids.text(run)).bind("machine", Ids.text(machine))
                .bind("png", Base64.getEncoder().encodeToString(png)).execute();
    }

    /** In Base64. */
    public Optional<String> picture(Transaction transaction, UUID run, UUID machine) {
        return transaction.query("select png from plan_picture where run = :run and machine = :machine")
                .bind("run", Ids.text(run)).bind("machine", Ids.text(machine)).mapTo(String.class).findOne();
    }

    /** Forgets those of a run. */
    public void forgetPictures(Transaction change, UUID run) {
        change.update("delete from plan_picture where run = :run").bind("run", Ids.text(run)).execute();
    }

    /** Replaces what there was of this language. */
    public void evidence(Transaction change, UUID run, String language, Page page) {
        change.update("delete from plan_evidence where run = :run and language = :language")
                .bind("run", Ids.text(run)).bind("language", language).execute();
        change.update("insert into plan_evidence (run, language, page, signature)"
                + " values (:run, :language, :page, :signature)").bind("run", Ids.text(run))
                .bind("language", language).bind("page", page.html())
                .bind("signature", Base64.getEncoder().encodeToString(page.signature())).execute();
    }

    public Optional<Page> evidence(Transaction transaction, UUID run, String language) {
        return transaction.query("select page, signature from plan_evidence where run = :run and language = :language")
                .bind("run", Ids.text(run)).bind("language", language)
                .map((row, _) -> new Page(row.getString("page"),
                        Base64.getDecoder().decode(row.getString("signature"))))
                .findOne();
    }

    /** Forgets runs that are over, of each plan those beyond so many newest. @return how many */
    public int prune(Transaction change, UUID plan, int keep) {
        return change.update("delete from plan_run where plan = :plan and open_plan is null and id not in"
                + " (select id from plan_run where plan = :plan order by begun desc, id limit :keep)")
                .bind("plan", Ids.text(plan)).bind("keep", keep).execute();
    }
}
