package secondsite.api.client;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanChange;
import secondsite.api.plan.PlanList;
import secondsite.api.plan.PlanNote;
import secondsite.api.plan.PlanPreview;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunList;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.plan.StartedRun;

/** Recovery plans and their runs, asked of a configuration server. */
public final class PlanClient {

    private static final String PLANS = "/v1/plans";
    private static final String RUNS = "/v1/plan-runs";
    private static final MediaType JSON = MediaType.get("application/json");
    private static final MediaType YAML = MediaType.get("application/yaml");
    private static final int YAML_LIMIT_BYTES = 1 << 20;
    private static final int EVIDENCE_LIMIT_BYTES = 64 << 20;

    private final Connection connection;

    public PlanClient(Connection connection) {
        this.connection = connection;
    }

    public PlanList plans() throws TransferException {
        return connection.get(PLANS, Connection.json(PlanList.class));
    }

    public KnownPlan plan(UUID id) throws TransferException {
        return connection.get(of(id), Connection.json(KnownPlan.class));
    }

    public KnownPlan add(Plan plan) throws TransferException {
        return post(PLANS, plan, KnownPlan.class);
    }

    /** @throws TransferException when there is a newer version than that from which the change was made */
    public KnownPlan change(UUID id, PlanChange change) throws TransferException {
        return post(of(id), change, KnownPlan.class);
    }

    /** What its runs left as evidence stays. */
    public void remove(UUID id) throws TransferException {
        connection.delete(of(id), _ -> null);
    }

    /** For people to look at and to keep; machines by their names. */
    public String export(UUID id) throws TransferException {
        return new String(connection.get(of(id) + "/yaml",
                response -> Connection.limited(response, YAML_LIMIT_BYTES)), StandardCharsets.UTF_8);
    }

    /** The plan of this name is as the text says, whether there was one before or not. */
    public KnownPlan importYaml(String text) throws TransferException {
        return connection.post(PLANS + "/yaml", once(), RequestBody.create(text.getBytes(StandardCharsets.UTF_8), YAML),
                Connection.json(KnownPlan.class));
    }

    /** What a run would do; nothing is changed. */
    public PlanPreview dryRun(UUID id, PlanRunRequest request) throws TransferException {
        return post(of(id) + "/dry-run", request, PlanPreview.class);
    }

    public StartedRun run(UUID id, PlanRunRequest request) throws TransferException {
        return post(of(id) + "/runs", request, StartedRun.class);
    }

    /** @param plan null for those of all plans */
    public PlanRunList runs(UUID plan) throws TransferException {
        return connection.get(RUNS + (plan == null ? "" : "?plan=" + plan), Connection.json(PlanRunList.class));
    }

    public PlanRun one(UUID run) throws TransferException {
        return connection.get(of(run, ""), Connection.json(PlanRun.class));
    }

    /** Somebody says that what a step asks to be confirmed is so. */
    public PlanRun confirm(UUID run, int step, String note) throws TransferException {
        return decide(run, "/steps/" + step + "/confirmation", note);
    }

    public PlanRun retry(UUID run, int step, String note) throws TransferException {
        return decide(run, "/steps/" + step + "/retry", note);
    }

    public PlanRun skip(UUID run, int step, String note) throws TransferException {
        return decide(run, "/steps/" + step + "/skip", note);
    }

    /** Nothing further is begun; what runs goes on running. */
    public PlanRun stop(UUID run, String note) throws TransferException {
        return decide(run, "/stop", note);
    }

    /** Nothing further is begun, and what a test made is removed. */
    public PlanRun cancel(UUID run, String note) throws TransferException {
        return decide(run, "/cancel", note);
    }

    /** Removes all that a test that is over left running. */
    public StartedRun clean(UUID run, String note) throws TransferException {
        return post(of(run, "/clean"), new PlanNote(note), StartedRun.class);
    }

    private PlanRun decide(UUID run, String what, String note) throws TransferException {
        return post(of(run, what), new PlanNote(note), PlanRun.class);
    }

    /** A page that stands alone. @param language {@code en} or {@code de} */
    public byte[] evidence(UUID run, String language) throws TransferException {
        return connection.get(of(run, "/evidence?language=" + language),
                response -> Connection.limited(response, EVIDENCE_LIMIT_BYTES));
    }

    /** The signature of that page by the deployment's authority: ECDSA with SHA-256, in DER. */
    public byte[] signature(UUID run, String language) throws TransferException {
        return connection.get(of(run, "/signature?language=" + language),
                response -> Connection.limited(response, YAML_LIMIT_BYTES));
    }

    private <T> T post(String path, Object body, Class<T> answer) throws TransferException {
        return connection.post(path, once(), RequestBody.create(Json.write(body), JSON), Connection.json(answer));
    }

    /** For the request that is sent a second time by itself when its connection turns out to be closed. */
    private static Headers once() {
        return Headers.of(Connection.IDEMPOTENCY_KEY, UUID.randomUUID().toString());
    }

    private static String of(UUID plan) {
        return PLANS + "/" + plan;
    }

    private static String of(UUID run, String what) {
        return RUNS + "/" + run + what;
    }
}
