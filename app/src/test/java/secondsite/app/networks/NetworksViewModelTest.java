package secondsite.app.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.machine.MachineInventory.NicFacts;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.CardAddress;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.recovery.RecoverySettings.Card;
import secondsite.api.security.Role;
import secondsite.api.site.Network;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.fx.Tasks;
import secondsite.app.networks.MappedNetwork.Judgement;
import secondsite.app.networks.NetworksViewModel.KnownCard;
import secondsite.app.session.FabricatedDeployment;

/** How the mapping of networks is judged, and what stays of a machine's settings when a card is changed. */
class NetworksViewModelTest {

    private static final String MAC = "52:54:00:00:00:01";
    private static final String OTHER = "52:54:00:00:00:02";
    private static final MachineSummary MACHINE = FabricatedDeployment.machine(1, "app-01", "PROTECTED", "OK", 1.0,
            null);

    @TempDir
    private Path folder;

    @Test
    void eachNetworkIsJudgedAndTheWorstIsFirst() {
        NetworksViewModel model = Fx.get(() -> {
            var stages = new Stages(folder, new Tasks(_ -> {
            }, Runnable::run), Role.ADMIN);
            stages.deployment().filled();
            return stages.get(NetworksViewModel.class);
        });
        UUID home = site(model, SiteKind.PRIMARY);
        UUID away = site(model, SiteKind.SECONDARY);
        var prod = new Network(new UUID(9, 1), away, "prod", null, null);
        var test = new Network(new UUID(9, 2), away, "test", null, null);
        model.show(List.of(prod, test, new Network(new UUID(9, 3), home, "good", prod.id(), test.id()),
                new Network(new UUID(9, 4), home, "alone", null, null),
                new Network(new UUID(9, 5), home, "daring", prod.id(), prod.id()),
                new Network(new UUID(9, 6), home, "apart", prod.id(), null)));
        assertThat(model.networks().get()).extracting(each -> each.network().name(), MappedNetwork::judgement)
                .containsExactly(tuple("alone", Judgement.UNMAPPED),
                        tuple("daring", Judgement.TEST_IN_PRODUCTION),
                        tuple("apart", Judgement.MAPPED),
                        tuple("good", Judgement.MAPPED),
                        tuple("prod", Judgement.TARGET),
                        tuple("test", Judgement.TARGET));
        assertThat(model.elsewhere(home)).containsExactly(prod, test);
    }

    private static UUID site(NetworksViewModel model, SiteKind kind) {
        return model.sites().stream().filter(site -> site.kind() == kind).map(Site::id).findFirst().orElseThrow();
    }

    @Test
    void aCardThatIsSaidForTheFirstTimeLeavesTheOthersAsTheMachineHasThem() {
        List<NicFacts> own = List.of(new NicFacts("eth0", MAC, List.of("192.168.7.20")),
                new NicFacts("eth1", OTHER, List.of()));
        KnownCard card = NetworksViewModel.known(MACHINE, own, RecoverySettings.DEFAULTS).getFirst();
        var wanted = new Card(MAC, new UUID(9, 3), new CardAddress("10.7.0.20/24", null), null);
        assertThat(NetworkWorkflow.with(card, wanted).cards()).containsExactly(wanted, new Card(OTHER, null));
    }

    @Test
    void aCardThatIsChangedLeavesAllElseOfTheSettings() {
        var before = new RecoverySettings(2048, 2, null, null,
                List.of(new Card(MAC, null), new Card(OTHER, new UUID(9, 4))), List.of(), 120);
        KnownCard card = NetworksViewModel.known(MACHINE, List.of(), before).getFirst();
        RecoverySettings after = NetworkWorkflow.with(card, new Card(MAC, new UUID(9, 3)));
        assertThat(after).isEqualTo(new RecoverySettings(2048, 2, null, null,
                List.of(new Card(MAC, new UUID(9, 3)), new Card(OTHER, new UUID(9, 4))), List.of(), 120));
    }
}
