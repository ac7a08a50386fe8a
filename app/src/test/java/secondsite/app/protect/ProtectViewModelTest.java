package secondsite.app.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.Contact;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.BootCheck;
import secondsite.api.machine.MachineSummary;
import secondsite.api.security.Role;
import secondsite.api.site.ServerLoad;
import secondsite.api.site.ServerSummary;
import secondsite.app.Stages;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.session.Catalogue;
import secondsite.app.session.FabricatedDeployment;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.wizard.Check;
import secondsite.app.words.ToldText;

/** What can be chosen before machines are protected, and what is said of it. */
class ProtectViewModelTest {

    private static final MachineSummary FREE = FabricatedDeployment.machine(1, "web", "UNPROTECTED", null, null, null);
    private static final MachineSummary TAKEN = FabricatedDeployment.machine(2, "db", "PROTECTED", "OK", 4.0, null);

    @TempDir
    private Path folder;
    private Stages stages;

    @BeforeEach
    void twoMachines() {
        stages = new Stages(folder, new Tasks(_ -> {
        }, Runnable::run), Role.OPERATOR);
        stages.deployment().tell(FREE, TAKEN);
    }

    private ProtectViewModel model(UUID... chosen) {
        return new ProtectViewModel(stages.get(Session.class), stages.get(LiveModel.class),
                stages.get(Catalogue.class), stages.get(ToldText.class), stages.get(Texts.class),
                stages.get(Formats.class),
                stages.get(Tasks.class), List.of(chosen));
    }

    private static ServerSummary server(String kind, String name, long free) {
        return new ServerSummary(kind, name, URI.create("https://localhost:1"), "1", null, FabricatedDeployment.NOW,
                FabricatedDeployment.NOW, Contact.HEARD, 0L, new ServerLoad(0, 0, 0, free, 1L << 40), 0, null);
    }

    @Test
    void whatIsProtectedAlreadyIsShownLastAndCannotBeChosen() {
        ProtectViewModel model = model(TAKEN.id(), FREE.id());
        assertThat(model.candidates()).containsExactly(FREE, TAKEN);
        assertThat(model.refusal(FREE)).isEmpty();
        assertThat(model.refusal(TAKEN)).isEqualTo("Protected already");
        assertThat(model.chosen()).as("chosen in a list where it was not looked at").containsExactly(FREE);
    }

    @Test
    void withoutAMachineNobodyGoesOn() {
        ProtectViewModel model = model();
        assertThat(model.machinesFault().get()).isEqualTo("Choose at least one machine.");
        model.choose(FREE.id(), true);
        assertThat(model.machinesFault().get()).isEmpty();
        model.choose(FREE.id(), false);
        assertThat(model.machinesFault().get()).isNotEmpty();
    }

    @Test
    void withoutServersNothingCanBeProtectedAndATightTargetIsWarnedOf() {
        assertThat(model(FREE.id()).targetFault().get()).startsWith("Without a process server");
        stages.deployment().tell(server("process-server", "ps-1", 1), server("master-target", "mt-1", 90L << 30),
                server("master-target", "mt-2", 200L << 30));
        ProtectViewModel model = model(FREE.id());
        assertThat(model.targetFault().get()).isEmpty();
        assertThat(model.masterTarget().get().name()).isEqualTo("mt-1");
        assertThat(model.targetWarning().get()).as("80 GiB and a fifth on top").contains("mt-1", "90 GiB", "96 GiB");
        model.masterTarget().set(model.masterTargets().getLast());
        assertThat(model.targetWarning().get()).isEmpty();
    }

    @Test
    void whatMayKeepACopyFromStartingIsWarnedOfAndForbidsNothing() {
        ProtectViewModel model = model(FREE.id());
        assertThat(model.start(FREE, BootCheck.good(BootCheck.About.ROOT, "the kernel looks for root=UUID=1")))
                .isEqualTo(Check.good("A copy of web would find its root file system", ""));
        Check wrong = model.start(FREE,
                new BootCheck(BootCheck.About.FILE_SYSTEMS, ErrorCode.FSTAB_BY_NAME, "/etc/fstab has /dev/sda1 (/)"));
        assertThat(wrong.outcome()).isEqualTo(Check.Outcome.WARNING);
        assertThat(wrong.title()).isEqualTo("A copy of web would mount its file systems");
        assertThat(wrong.detail()).contains("/etc/fstab has /dev/sda1 (/)");
    }
}
