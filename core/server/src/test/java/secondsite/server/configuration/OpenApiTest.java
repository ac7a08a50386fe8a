package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.Problem;
import secondsite.api.activity.Alert;
import secondsite.api.activity.AlertMute;
import secondsite.api.activity.AlertNote;
import secondsite.api.activity.BackupStatus;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ErrorText;
import secondsite.api.activity.ErrorTextList;
import secondsite.api.activity.Event;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobLine;
import secondsite.api.activity.NotificationSettings;
import secondsite.api.activity.NotificationTrial;
import secondsite.api.activity.Notifications;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.client.TlsIdentity;
import secondsite.api.host.HostStatus;
import secondsite.api.host.ConsoleText;
import secondsite.api.host.MachineStatus;
import secondsite.api.recovery.CardAddress;
import secondsite.api.recovery.CleaningRequest;
import secondsite.api.recovery.CommonPoint;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverList;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.OpenFailover;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.PlannedCard;
import secondsite.api.recovery.PointChange;
import secondsite.api.recovery.ProbeResult;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.recovery.Remark;
import secondsite.api.recovery.ReverseRequest;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.HostKeyList;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationList;
import secondsite.api.installation.InstallationRequest;
import secondsite.api.installation.InstallationRetry;
import secondsite.api.installation.KnownHostKey;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.installation.PackageList;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PullLine;
import secondsite.api.installation.PullRequest;
import secondsite.api.installation.TargetMachine;
import secondsite.api.machine.AgentAnswer;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.BootCheck;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.DiskAssignment;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskVerification;
import secondsite.api.machine.DiskWork;
import secondsite.api.machine.GroupMembership;
import secondsite.api.machine.MachineChange;
import secondsite.api.machine.MachineDetail;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineSummary;
import secondsite.api.machine.OrderOutcome;
import secondsite.api.machine.ServedDisk;
import secondsite.api.machine.SystemFacts;
import secondsite.api.machine.PointSettings;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanChange;
import secondsite.api.plan.PlanCopy;
import secondsite.api.plan.PlanDecision;
import secondsite.api.plan.PlanDrills;
import secondsite.api.plan.PlanGoals;
import secondsite.api.plan.PlanGroup;
import secondsite.api.plan.PlanList;
import secondsite.api.plan.PlanNote;
import secondsite.api.plan.PlanPreview;
import secondsite.api.plan.PlanProbe;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunList;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.plan.PlanStep;
import secondsite.api.plan.PlanValue;
import secondsite.api.plan.PlannedStep;
import secondsite.api.plan.StartedRun;
import secondsite.api.point.ClockList;
import secondsite.api.point.Deletion;
import secondsite.api.point.DeletionList;
import secondsite.api.point.DeletionOrder;
import secondsite.api.point.KnownClock;
import secondsite.api.point.KnownDeletion;
import secondsite.api.point.MachinePin;
import secondsite.api.point.MachinePinList;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.MachinePoints;
import secondsite.api.point.Moments;
import secondsite.api.point.UnreachedDisk;
import secondsite.api.point.UnreachedTarget;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.DryRun;
import secondsite.api.policy.Policy;
import secondsite.api.policy.PolicyChange;
import secondsite.api.policy.PolicyChanged;
import secondsite.api.policy.PolicyForecast;
import secondsite.api.policy.PolicyList;
import secondsite.api.policy.PolicyWarning;
import secondsite.api.policy.Retention;
import secondsite.api.policy.RetentionLoss;
import secondsite.api.policy.WeekWindow;
import secondsite.api.replication.AllowedAction;
import secondsite.api.replication.AppConsistency;
import secondsite.api.replication.DisableRequest;
import secondsite.api.replication.DiskRequest;
import secondsite.api.replication.EnablePreview;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.Health;
import secondsite.api.replication.HealthSummary;
import secondsite.api.replication.MoveRequest;
import secondsite.api.replication.Ordered;
import secondsite.api.replication.PointRequest;
import secondsite.api.replication.PolicyRequest;
import secondsite.api.replication.Protection;
import secondsite.api.replication.ReplicationGroup;
import secondsite.api.replication.ReplicationGroupList;
import secondsite.api.replication.ReplicationPath;
import secondsite.api.replication.ReplicationPathList;
import secondsite.api.replication.ResyncPreview;
import secondsite.api.replication.Thresholds;
import secondsite.api.security.AuditPage;
import secondsite.api.security.AuditVerification;
import secondsite.api.security.CertificateList;
import secondsite.api.security.Credential;
import secondsite.api.security.CredentialList;
import secondsite.api.security.JoinRequest;
import secondsite.api.security.JoinToken;
import secondsite.api.security.Joined;
import secondsite.api.security.NewCredential;
import secondsite.api.security.NewPassphrase;
import secondsite.api.security.NewPassword;
import secondsite.api.security.NewRole;
import secondsite.api.security.NewSecret;
import secondsite.api.security.NewUser;
import secondsite.api.security.RenewalRequest;
import secondsite.api.security.Role;
import secondsite.api.security.SecondPerson;
import secondsite.api.security.Session;
import secondsite.api.security.SignIn;
import secondsite.api.security.TokenRequest;
import secondsite.api.security.UserList;
import secondsite.api.site.Host;
import secondsite.api.site.HostGroup;
import secondsite.api.site.HostGroupList;
import secondsite.api.site.HostList;
import secondsite.api.site.MasterTargetAnswer;
import secondsite.api.site.MasterTargetAssignment;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.Network;
import secondsite.api.site.NetworkList;
import secondsite.api.site.ProcessServerAnswer;
import secondsite.api.site.ProcessServerAssignment;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.ServerChange;
import secondsite.api.site.ServerList;
import secondsite.api.site.ServerLoad;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;
import secondsite.api.site.SiteList;
import secondsite.api.transfer.GatewayStatus;
import secondsite.api.transfer.Position;
import secondsite.server.settings.ConfigurationServerSettings;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;

/** The document that the server serves tells what the server does: the same routes, the same fields. */
class OpenApiTest {

    private static final List<Class<?>> RECORDS = List.of(AuditPage.class, AuditPage.Line.class,
            AuditVerification.class, CertificateList.class,
            CertificateList.Certificate.class, JoinRequest.class, JoinToken.class, Joined.class, NewPassphrase.class,
            NewPassword.class, NewRole.class, NewUser.class, Problem.class, RenewalRequest.class, Session.class,
            SignIn.class, TokenRequest.class, UserList.class, UserList.User.class,
            BandwidthSchedule.class, BandwidthSchedule.Limit.class, DryRun.class, Policy.class, PolicyChange.class,
            PolicyForecast.class,
            PolicyForecast.KeptPoints.class, PolicyForecast.MachineCost.class, PolicyForecast.TotalCost.class,
            PolicyWarning.class,
            PolicyChanged.class, PolicyList.class, Retention.class, RetentionLoss.class, WeekWindow.class,
            Credential.class, CredentialList.class, NewCredential.class, NewSecret.class, BackupStatus.class,
            BackupStatus.SentBackup.class,
            AgentReport.class, MachineInventory.class, MachineInventory.DiskFacts.class,
            MachineInventory.NicFacts.class, SystemFacts.class, SystemFacts.VolumeGroup.class, DeviceFacts.class,
            DeviceFacts.Partition.class, DeviceFacts.Content.class, BootCheck.class, DiskReport.class, DiskWork.class,
            DiskVerification.class,
            ReportedProblem.class, OrderOutcome.class, AgentAnswer.class, AgentAssignment.class, DiskAssignment.class,
            PointSettings.class, GroupMembership.class, GroupMembership.Member.class, AgentOrder.class,
            ProcessServerReport.class, ServerLoad.class, GatewayStatus.class, Position.class,
            ProcessServerAnswer.class, ProcessServerAssignment.class, ProcessServerAssignment.Pair.class,
            MasterTargetReport.class, MasterTargetReport.Kept.class, HostStatus.class, ServedDisk.class,
            MasterTargetAnswer.class,
            MasterTargetAssignment.class, MasterTargetAssignment.KeptDisk.class, SiteList.class, Site.class,
            HostGroupList.class, HostGroup.class, HostList.class, Host.class, NetworkList.class, Network.class,
            ServerList.class, ServerSummary.class, ServerChange.class, MachineSummary.class, MachineDetail.class,
            MachineDetail.KnownDisk.class, MachineChange.class,
            Alert.class, Alert.Acknowledgement.class, AlertNote.class, AlertMute.class, HealthSummary.class,
            HealthSummary.Levels.class, Thresholds.class, Notifications.class, Notifications.Channel.class,
            NotificationSettings.class, NotificationSettings.Mail.class, NotificationSettings.Webhook.class,
            NotificationTrial.class, NotificationTrial.Result.class,
            AllowedAction.class, Health.class, EnableRequest.class, DisableRequest.class, DiskRequest.class,
            MoveRequest.class, PointRequest.class, PolicyRequest.class, AppConsistency.class, Ordered.class,
            ResyncPreview.class, Protection.class, ReplicationGroup.class, ReplicationGroupList.class,
            ReplicationPath.class, ReplicationPathList.class,
            ResyncPreview.Disk.class, Protection.Pair.class, SecondPerson.class,
            EnablePreview.class, EnablePreview.Check.class,
            Job.class, Job.Task.class, Job.Progress.class, JobLine.class, Event.class, ErrorText.class,
            ErrorTextList.class,
            KnownPlan.class, Plan.class, PlanChange.class, PlanCopy.class, PlanDecision.class, CommonPoint.class,
            PlanDrills.class,
            PlanGoals.class, PlanGroup.class, PlanList.class, PlanNote.class, PlannedStep.class, PlanPreview.class,
            PlanProbe.class, PlanRun.class, PlanRunList.class, PlanRunRequest.class, PlanStep.class, PlanValue.class,
            StartedRun.class,
            ClockList.class, Deletion.class, DeletionList.class, DeletionOrder.class, KnownClock.class,
            KnownDeletion.class, MachinePin.class, MachinePinList.class, MachinePoint.class, MachinePoints.class,
            Moments.class, UnreachedDisk.class, UnreachedTarget.class,
            MachinePoint.DiskPoint.class, MachinePoint.LackingDisk.class,
            OpenFailover.class, FailoverList.class, FailoverRequest.class, FailoverPreview.class, OrderedFailover.class,
            CleaningRequest.class, PointChange.class, ProbeResult.class, RecoverySettings.class, ReverseRequest.class,
            RecoverySettings.Card.class, CardAddress.class, PlannedCard.class, Remark.class, MachineStatus.class,
            ConsoleText.class,
            InstallationRequest.class, InstallationRetry.class, TargetMachine.class, MachineSignIn.class,
            Installation.class, InstallationList.class, PreflightCheck.class, PullRequest.class, PullLine.class,
            AgentPackage.class, PackageList.class, KnownHostKey.class, HostKeyList.class,
            Failover.class);

    /** What has another name in the document, because its own is only clear inside another record. */
    private static final Map<Class<?>, String> NAMES = Map.ofEntries(Map.entry(DiskReport.State.class, "DiskState"),
            Map.entry(DiskWork.State.class, "WorkState"), Map.entry(DiskWork.Kind.class, "WorkKind"),
            Map.entry(AgentOrder.Verb.class, "OrderVerb"), Map.entry(GroupMembership.Member.class, "GroupMember"),
            Map.entry(ProcessServerAssignment.Pair.class, "GatewayPair"),
            Map.entry(MasterTargetReport.Kept.class, "KeptReplica"), Map.entry(Health.Level.class, "HealthLevel"),
            Map.entry(EnablePreview.Check.class, "EnableCheck"), Map.entry(EnablePreview.About.class, "CheckedThing"),
            Map.entry(ResyncPreview.Disk.class, "ResyncDisk"), Map.entry(Protection.Pair.class, "DiskPair"),
            Map.entry(Deletion.What.class, "DeletionKind"),
            Map.entry(DeviceFacts.Partition.class, "DevicePartition"),
            Map.entry(DeviceFacts.Content.class, "DeviceContent"), Map.entry(BootCheck.About.class, "BootThing"),
            Map.entry(RecoverySettings.Card.class, "RecoveryCard"), Map.entry(PlannedCard.Place.class, "CardPlace"),
            Map.entry(Notifications.Channel.class, "NotificationChannel"),
            Map.entry(NotificationSettings.Mail.class, "MailSettings"),
            Map.entry(NotificationSettings.Webhook.class, "WebhookSettings"),
            Map.entry(NotificationSettings.Security.class, "MailSecurity"),
            Map.entry(NotificationTrial.Result.class, "TrialResult"),
            Map.entry(PreflightCheck.Name.class, "PreflightName"),
            Map.entry(PreflightCheck.Outcome.class, "PreflightOutcome"),
            Map.entry(AgentPackage.Kind.class, "PackageKind"));

    /** Told elsewhere, and too many to be told here as well. */
    private static final Set<Class<?>> WORDS_OF_THEIR_OWN = Set.of(ErrorCode.class, secondsite.api.ProblemCode.class,
            Role.class);

    private ConfigurationServer server;
    private JsonNode document;

    @TempDir
    Path folder;

    @BeforeEach
    void fetch() throws Exception {
        server = ConfigurationServer.start(new ConfigurationServerSettings(folder,
                new Listen("127.0.0.1", 0, 100, new Size(16 << 20)), List.of("localhost"),
                new Span(Duration.ofDays(9))),
                InstantSource.system(), new SecureRandom());
        URI address = URI.create("https://localhost:" + server.port() + "/v1/openapi.yaml");
        try (HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
            HttpResponse<byte[]> answer = client.send(HttpRequest.newBuilder(address).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            document = new YAMLMapper().readTree(answer.body());
        }
    }

    private SSLContext trusting() throws Exception {
        Path own = folder.resolve("administrator");
        TlsIdentity identity = TlsIdentity.fromPem(own.resolve("certificate.pem"), own.resolve("key.pem"),
                own.resolve("authority.pem"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", identity.authorities().getFirst());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    /** The texts themselves are the oracle: what lies in the program's own files. */
    @Test
    void aProblemIsToldInTheLanguageThatIsAskedFor() throws Exception {
        for (List<String> asked : List.of(List.of("de-AT, en;q=0.5", "de"), List.of("fr, de;q=0.3, en;q=0.8", "en"),
                List.of("fr", "en"), List.of("=;nonsense,,", "en"), List.of("", "en"))) {
            try (HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
                var request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/v1/machines"));
                if (!asked.getFirst().isEmpty()) {
                    request.header("Accept-Language", asked.getFirst());
                }
                HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
                JsonNode problem = new YAMLMapper().readTree(answer.body());
                JsonNode text = new YAMLMapper().readTree(
                        getClass().getResourceAsStream("/errors/errors_" + asked.getLast() + ".yaml"))
                        .get("not-signed-in");
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.headers().firstValue("Content-Language")).as(asked.toString())
                        .contains(asked.getLast());
                assertThat(problem.get("title")).isEqualTo(text.get("message"));
                assertThat(problem.get("cause")).isEqualTo(text.get("cause"));
                assertThat(problem.get("action")).isEqualTo(text.get("action"));
                assertThat(problem.get("detail").asText()).as("what happened here").contains("sign in first");
            }
        }
    }

    @Test
    void everyRouteIsToldAndNoOther() {
        List<String> told = new ArrayList<>();
        document.get("paths").properties().forEach(path -> path.getValue().fieldNames()
                .forEachRemaining(method -> told.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Stream<String> served = server.routes().endpoints().entrySet().stream()
                .flatMap(path -> path.getValue().keySet().stream().map(method -> method + " " + path.getKey()));
        assertThat(told).containsExactlyInAnyOrderElementsOf(served.toList());
    }

    @Test
    void everyOperationHasANameOfItsOwnAndTellsItsParametersAndErrors() {
        List<String> names = new ArrayList<>();
        document.get("paths").properties().forEach(path -> path.getValue().forEach(operation -> {
            names.add(operation.get("operationId").asText());
            assertThat(operation.get("security")).as(path.getKey()).isNotNull();
            assertThat(operation.at("/responses/default/$ref").asText()).isEqualTo("#/components/responses/Problem");
            List<String> inPath = new ArrayList<>();
            operation.path("parameters").forEach(parameter -> {
                if (parameter.get("in").asText().equals("path")) {
                    inPath.add("{" + parameter.get("name").asText() + "}");
                }
            });
            assertThat(Arrays.stream(path.getKey().split("/")).filter(part -> part.startsWith("{")))
                    .containsExactlyElementsOf(inPath);
        }));
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(references(document)).isNotEmpty()
                .allSatisfy(reference -> assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference)
                        .isFalse());
    }

    private static Stream<String> references(JsonNode node) {
        Stream<String> own = node.has("$ref") ? Stream.of(node.get("$ref").asText()) : Stream.empty();
        List<JsonNode> inside = new ArrayList<>();
        node.forEach(inside::add);
        return Stream.concat(own, inside.stream().flatMap(OpenApiTest::references));
    }

    @Test
    void everyRecordIsToldFieldByField() {
        Map<String, Object> told = new TreeMap<>();
        document.at("/components/schemas").properties().stream().filter(schema -> schema.getValue().has("properties"))
                .forEach(schema -> {
                    Map<String, String> fields = new TreeMap<>();
                    schema.getValue().get("properties").properties()
                            .forEach(field -> fields.put(field.getKey(), kind(field.getValue())));
                    told.put(schema.getKey(), fields);
                });
        Map<String, Object> real = new TreeMap<>();
        for (Class<?> record : RECORDS) {
            Map<String, String> fields = new TreeMap<>();
            for (RecordComponent component : record.getRecordComponents()) {
                fields.put(component.getName(), kind(component.getGenericType()));
            }
            real.put(name(record), fields);
        }
        assertThat(told).isEqualTo(real);
        assertThat(document.at("/components/schemas/Role/enum")).extracting(JsonNode::asText)
                .containsExactlyElementsOf(Arrays.stream(Role.values()).map(Role::word).toList());
    }

    @Test
    void everyWordThatAFieldMayHaveIsTold() {
        List<Class<?>> choices = RECORDS.stream().flatMap(record -> Arrays.stream(record.getRecordComponents()))
                .<Class<?>>map(RecordComponent::getType)
                .filter(type -> type.isEnum() && !WORDS_OF_THEIR_OWN.contains(type)).distinct().toList();
        assertThat(choices).isNotEmpty().allSatisfy(
                type -> assertThat(document.at("/components/schemas/" + name(type) + "/enum")).as(name(type))
                        .extracting(JsonNode::asText).containsExactlyElementsOf(
                                Arrays.stream(type.getEnumConstants()).map(Object::toString).toList()));
    }

    private static String name(Class<?> type) {
        return NAMES.getOrDefault(type, type.getSimpleName());
    }

    private static String kind(JsonNode field) {
        if (field.has("$ref")) {
            return field.get("$ref").asText().replaceAll(".*/", "");
        }
        String type = field.get("type").asText();
        return switch (type) {
            case "array" -> "list of " + kind(field.get("items"));
            case "string" -> field.path("format").asText("string");
            default -> type;
        };
    }

    private static String kind(Type type) {
        if (type instanceof ParameterizedType list) {
            return "list of " + kind(list.getActualTypeArguments()[0]);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == Instant.class) {
            return "date-time";
        }
        if (plain == UUID.class || plain == LocalTime.class) {
            return plain == UUID.class ? "uuid" : "time";
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return "boolean";
        }
        if (plain == URI.class) {
            return "uri";
        }
        if (plain == String.class || plain == secondsite.api.ProblemCode.class || plain == ErrorCode.class) {
            return "string";
        }
        if (plain == double.class || plain == Double.class) {
            return "number";
        }
        boolean number = plain.isPrimitive() || Number.class.isAssignableFrom(plain);
        return number ? "integer" : name(plain);
    }
}
