package secondsite.app.infrastructure.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static secondsite.app.infrastructure.agents.FabricatedInstallations.PACKAGES;
import static secondsite.app.infrastructure.agents.FabricatedInstallations.checks;
import static secondsite.app.infrastructure.agents.FabricatedInstallations.one;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.JobState;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.InstallationRequest;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;
import secondsite.api.installation.TargetMachine;
import secondsite.api.machine.MachineSummary;
import secondsite.api.security.Credential;
import secondsite.api.security.Role;
import secondsite.app.Stages;
import secondsite.app.action.Actions;
import secondsite.app.action.ChosenAgents;
import secondsite.app.action.Permission;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.infrastructure.agents.AgentVersions.Standing;
import secondsite.app.infrastructure.agents.CheckedMachine.Verdict;
import secondsite.app.infrastructure.agents.SignInViewModel.Way;
import secondsite.app.session.FabricatedDeployment;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.words.FailureText;

/** What the wizards about agents make of what is typed, and of what a server that is not there tells. */
class AgentWizardsTest {

    private static final MachineSummary WEB = FabricatedDeployment.machine(1, "web", null, null, null, null);
    private static final MachineSummary DB = FabricatedDeployment.machine(2, "db", "PROTECTED", "OK", 4.0, null);
    private static final PreflightCheck UNKNOWN_KEY = PreflightCheck.failed(Name.HOST_KEY, ErrorCode.HOST_KEY_UNKNOWN,
            FabricatedInstallations.KEY);
    private static final PreflightCheck NO_ROOM = PreflightCheck.failed(Name.SPACE, ErrorCode.MACHINE_SPACE_LOW,
            "/usr has 3.0 MiB");
    private static final PreflightCheck NO_TRACING = PreflightCheck.warning(Name.TRACING, ErrorCode.TRACING_MISSING,
            "");

    @TempDir
    private Path folder;
    private Stages stages;
    private AgentVersions versions;
    private SignInViewModel signIn;

    @BeforeEach
    void twoMachines() {
        stages = stages(Role.ADMIN);
    }

    private Stages stages(Role role) {
        var made = new Stages(folder, new Tasks(_ -> {
        }, Runnable::run), role);
        made.deployment().hear();
        made.deployment().tell(WEB, DB);
        made.deployment().tell(FabricatedInstallations.processServer());
        versions = made.get(AgentVersions.class);
        signIn = new SignInViewModel(made.get(Session.class), made.get(Tasks.class), made.get(Texts.class));
        return made;
    }

    private InstallViewModel model(InstallationAction action, MachineSummary... agents) {
        return new InstallViewModel(action, List.of(agents), stages.get(LiveModel.class), versions, signIn,
                stages.get(Texts.class));
    }

    private PreflightViewModel preflight(InstallViewModel model) {
        return new PreflightViewModel(model, stages.get(Session.class), stages.get(Tasks.class),
                stages.surroundings().clock(), stages.get(InstallationWords.class), stages.get(FailureText.class),
                stages.get(Texts.class));
    }

    private static Installation preflighted(int number, String address, JobState state, PreflightCheck... other) {
        return one(InstallationAction.PREFLIGHT, number, address, null, state, checks(other));
    }

    @Test
    void nobodyGoesOnWithoutAMachineOrWithALineThatIsNone() {
        InstallViewModel model = model(InstallationAction.INSTALL);
        assertThat(model.machinesFault().get()).isEqualTo("Name at least one machine.");
        model.typed().set("10.0.0.5-6\n10.0.0.5\nweb!");
        assertThat(model.machinesFault().get()).startsWith("One line is no machine");
        assertThat(model.count(TargetLine.Kind.TWICE)).isEqualTo(1);
        model.typed().set("10.0.0.5-6\n10.0.0.5");
        assertThat(model.machinesFault().get()).isEmpty();
        assertThat(model.targets()).extracting(TargetMachine::address).containsExactly("10.0.0.5", "10.0.0.6");
        model.typed().set("10.0.0.1-255, 10.0.1.1-255");
        assertThat(model.machinesFault().get()).isEqualTo("510 machines are too many at once; 500 are possible.");
    }

    @Test
    void aMachineThatHasAnAgentIsLeftOutUnlessSomebodyWantsItToo() {
        InstallViewModel model = model(InstallationAction.INSTALL);
        model.typed().set("web, web.example.net:2222, erp");
        assertThat(model.targets()).extracting(TargetMachine::address).containsExactly("erp");
        model.knownToo().set(true);
        assertThat(model.targets()).hasSize(3);
    }

    @Test
    void withWhatIsSignedInHasToBeWhole() {
        assertThat(signIn.fault().get()).isEqualTo("Give the name of the user.");
        signIn.user().set(" admin ");
        assertThat(signIn.fault().get()).isEqualTo("Give the password.");
        signIn.password().set(" secret ");
        assertThat(signIn.fault().get()).isEmpty();
        assertThat(signIn.signIn()).isEqualTo(new MachineSignIn("admin", " secret ", null, null, null));
        signIn.way().set(Way.KEY);
        assertThat(signIn.fault().get()).startsWith("Paste the private key");
        signIn.key().set("-----BEGIN OPENSSH PRIVATE KEY-----\nx\n-----END OPENSSH PRIVATE KEY-----\n");
        signIn.sudo().set("root's");
        assertThat(signIn.fault().get()).isEmpty();
        assertThat(signIn.signIn().password()).as("of the way that was left").isNull();
        assertThat(signIn.signIn().sudoPassword()).isEqualTo("root's");
        assertThat(signIn.described()).doesNotContain("secret", "root's");
        signIn.way().set(Way.KEPT);
        assertThat(signIn.fault().get()).isNotEmpty();
    }

    @Test
    void aKeptCredentialIsProposedBeforeAnythingIsTyped() {
        var kept = new Credential(WEB.id(), "machines", Credential.Purpose.PUSH, "root", FabricatedDeployment.NOW,
                true);
        var other = new Credential(DB.id(), "vc", Credential.Purpose.HYPERVISOR, "x", FabricatedDeployment.NOW, true);
        signIn.take(List.of(other, kept));
        assertThat(signIn.way().get()).isEqualTo(Way.KEPT);
        assertThat(signIn.kept()).isEqualTo(kept.id());
        assertThat(signIn.signIn()).isNull();
        assertThat(signIn.credentials().get()).containsExactly(kept);
    }

    @Test
    void withoutAPackageNothingIsInstalledAndTheSameOrderHasTheSameKey() {
        InstallViewModel model = model(InstallationAction.INSTALL);
        versions.take(List.of(), List.of());
        model.judge();
        assertThat(model.serverFault().get()).startsWith("The server has no package of the agent");
        versions.take(PACKAGES, List.of());
        model.judge();
        assertThat(model.serverFault().get()).isEmpty();
        signIn.user().set("root");
        signIn.password().set("secret");
        model.typed().set("erp");
        InstallationRequest request = model.request(InstallationAction.INSTALL, model.targets());
        assertThat(request.version()).as("the newest that fits each").isNull();
        assertThat(request.processServer()).isEqualTo("ps-fra-1");
        assertThat(request.trustNewKeys()).isNull();
        String key = model.key(request);
        assertThat(model.key(model.request(InstallationAction.INSTALL, model.targets()))).isEqualTo(key);
        model.version().set(Optional.of("1.9"));
        assertThat(model.key(model.request(InstallationAction.INSTALL, model.targets()))).isNotEqualTo(key);
    }

    @Test
    void whoDoesNotPassIsMendedOrLeftOut() {
        InstallViewModel model = model(InstallationAction.INSTALL);
        model.typed().set("erp, mail, shop");
        PreflightViewModel preflight = preflight(model);
        preflight.entered();
        assertThat(preflight.fault().get()).isEqualTo("The checks are still running.");
        preflight.take(List.of(preflighted(1, "erp", JobState.DONE), preflighted(2, "mail", JobState.RUNNING),
                preflighted(3, "shop", JobState.FAILED, NO_ROOM)));
        assertThat(preflight.found().get()).extracting(CheckedMachine::verdict).containsExactly(Verdict.GOOD,
                Verdict.WAITING, Verdict.FAILED);
        preflight.take(List.of(preflighted(2, "mail", JobState.DONE, NO_TRACING)));
        assertThat(preflight.count(Verdict.WARNING)).isEqualTo(1);
        assertThat(preflight.fault().get()).as("the order is not answered yet")
                .isEqualTo("The checks are still running.");
    }

    /** Calls are answered when the test says so. */
    private PreflightViewModel answered(InstallViewModel model) {
        stages = stages(Role.ADMIN);
        return preflight(model);
    }

    @Test
    void whoIsLeftOutIsNotInTheOrder() {
        InstallViewModel model = model(InstallationAction.INSTALL);
        model.typed().set("erp, shop");
        PreflightViewModel preflight = answered(model);
        entered(preflight, model);
        preflight.take(List.of(preflighted(1, "erp", JobState.DONE),
                preflighted(3, "shop", JobState.FAILED, NO_ROOM)));
        assertThat(preflight.fault().get()).startsWith("One machine does not pass");
        preflight.leaveOutFailed();
        assertThat(preflight.fault().get()).isEmpty();
        assertThat(preflight.passed()).extracting(TargetMachine::address).containsExactly("erp");
        assertThat(preflight.leftOut()).extracting(each -> each.machine().address()).containsExactly("shop");
        preflight.leaveOut(preflight.found().get().getFirst(), true);
        assertThat(preflight.fault().get()).isEqualTo("No machine is left.");
    }

    /** As after the answer to the order. */
    private static void entered(PreflightViewModel preflight, InstallViewModel model) {
        preflight.entered();
        preflight.ordered(model.targets().stream()
                .map(each -> preflighted(each.address().hashCode() & 0xff, each.address(), JobState.WAITING)).toList());
    }

    @Test
    void aKeyIsConfirmedForItsMachineAlone() {
        InstallViewModel model = model(InstallationAction.INSTALL);
        model.typed().set("erp, shop");
        PreflightViewModel preflight = preflight(model);
        entered(preflight, model);
        preflight.take(List.of(preflighted(1, "erp", JobState.FAILED, UNKNOWN_KEY),
                preflighted(2, "shop", JobState.FAILED, UNKNOWN_KEY)));
        CheckedMachine erp = preflight.found().get().getFirst();
        assertThat(PreflightViewModel.asksForKey(erp)).isTrue();
        preflight.confirm(erp);
        assertThat(preflight.passed()).containsExactly(
                new TargetMachine("erp", null, null, FabricatedInstallations.KEY),
                new TargetMachine("shop", null, null, null));
        assertThat(preflight.found().get()).extracting(CheckedMachine::verdict).containsExactly(Verdict.WAITING,
                Verdict.FAILED);
    }

    @Test
    void anAgentThatGoesNeedsNoRoomAndAnotherAgentIsLeftAlone() {
        InstallViewModel model = model(InstallationAction.UNINSTALL, WEB);
        assertThat(model.reached().getFirst().address().get()).isEqualTo("web.example.net");
        PreflightViewModel preflight = preflight(model);
        entered(preflight, model);
        Installation found = one(InstallationAction.PREFLIGHT, 1, "web.example.net", "web", JobState.FAILED,
                checks(NO_ROOM));
        preflight.take(List.of(found));
        assertThat(preflight.count(Verdict.GOOD)).isEqualTo(1);
        preflight.take(List.of(one(InstallationAction.PREFLIGHT, 1, "web.example.net", "mail", JobState.DONE,
                checks())));
        assertThat(preflight.found().get().getFirst().why()).isEqualTo("The agent mail is there, not web");
    }

    @Test
    void anAgentIsReachedWhereItWasInstalledAndItsVersionsAreKnownFromThere() {
        Installation installed = one(InstallationAction.INSTALL, 1, "10.0.0.5", "web", JobState.DONE, checks());
        versions.take(PACKAGES, List.of(installed));
        assertThat(versions.version(WEB)).isEqualTo("1.9");
        assertThat(versions.standing(WEB)).isEqualTo(Standing.OLDER);
        assertThat(versions.standing(DB)).isEqualTo(Standing.UNKNOWN);
        assertThat(versions.outdated()).containsExactly(WEB);
        assertThat(versions.before(WEB)).contains("");
        assertThat(versions.before(DB)).as("nobody knows").isEmpty();
        assertThat(versions.knownAt(new TargetMachine("10.0.0.5", null, null, null))).isEqualTo("web");
        InstallViewModel model = model(InstallationAction.UPGRADE, WEB, DB);
        assertThat(model.targets()).containsExactly(new TargetMachine("10.0.0.5", null, "web", null),
                new TargetMachine("db.example.net", null, "db", null));
        model.reached().getLast().address().set("10.0.0.5");
        assertThat(model.machinesFault().get()).isEqualTo("web and db cannot both be there.");
        Installation upgraded = FabricatedInstallations.between(
                one(InstallationAction.UPGRADE, 2, "10.0.0.5", "web", JobState.DONE, checks()), "1.9", "1.10");
        versions.take(PACKAGES, List.of(upgraded, installed));
        assertThat(versions.standing(WEB)).as("1.10 is after 1.9").isEqualTo(Standing.NEWEST);
        assertThat(versions.before(WEB)).contains("1.9");
    }

    private Permission may(String action, MachineSummary... machines) {
        return stages.get(Actions.class).action(action, ChosenAgents.class).on(new ChosenAgents(List.of(machines)));
    }

    @Test
    void whatCannotBeDoneSaysWhy() {
        Installation installed = FabricatedInstallations.between(
                one(InstallationAction.INSTALL, 1, "10.0.0.5", "web", JobState.DONE, checks()), null, "1.10");
        versions.take(PACKAGES, List.of(installed));
        assertThat(may("upgrade-agent", WEB).reason()).isEqualTo("It has the newest version, 1.10.");
        assertThat(may("upgrade-agent", DB).allowed()).isTrue();
        assertThat(may("upgrade-agent", DB, WEB).reason()).startsWith("Not for web: ");
        assertThat(may("roll-back-agent", WEB).reason()).isEqualTo("There is no version before it on the machine.");
        assertThat(may("roll-back-agent", DB).allowed()).isTrue();
        assertThat(may("uninstall-agent", WEB).allowed()).isTrue();
        assertThat(may("uninstall-agent", DB).reason()).startsWith("It protects the machine");
        assertThat(stages.get(Actions.class).action("upgrade-outdated", Void.class).on(null).allowed()).isFalse();
    }

    @Test
    void onlyAnAdministratorInstallsAndAnOperatorMayCancel() {
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR)) {
            stages = stages(role);
            assertThat(may("upgrade-agent", DB).reason()).contains("administrator");
            for (String action : List.of("add-agents", "pull-agent", "upgrade-outdated")) {
                assertThat(stages.get(Actions.class).action(action, Void.class).on(null).reason()).as(action)
                        .contains("administrator");
            }
            var batch = new ChosenBatch(FabricatedInstallations.BATCH,
                    List.of(preflighted(1, "erp", JobState.RUNNING), preflighted(2, "shop", JobState.FAILED, NO_ROOM)));
            assertThat(batch.failed()).hasSize(1);
            assertThat(stages.get(Actions.class).action("cancel-installations", ChosenBatch.class).on(batch).allowed())
                    .isEqualTo(role == Role.OPERATOR);
            assertThat(stages.get(Actions.class).action("retry-installations", ChosenBatch.class).on(batch).allowed())
                    .isFalse();
        }
    }

    @Test
    void theLineOfOneInstallCountsDown() {
        var pulling = stages.get(PullWorkflow.class);
        var ends = FabricatedDeployment.NOW.plus(Duration.ofMinutes(30));
        assertThat(pulling.left(FabricatedDeployment.NOW, ends)).contains("30 min");
        assertThat(pulling.left(ends, ends)).isEqualTo("Its token has ended. Make a new line.");
    }
}
