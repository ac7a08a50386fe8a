package secondsite.app.protect;

import jakarta.inject.Inject;
import java.util.List;
import secondsite.api.replication.DiskRequest;
import secondsite.app.action.ChosenDisk;
import secondsite.app.action.Gate;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.protect.ShortWizards.ShortWizard;
import secondsite.app.session.Session;
import secondsite.app.wizard.Sentence;

/** One disk more of a protected machine is protected, or one less. */
final class DiskWorkflow {

    private final ShortWizards shorts;
    private final Session session;
    private final Texts texts;

    @Inject
    DiskWorkflow(ShortWizards shorts, Session session, Texts texts) {
        this.shorts = shorts;
        this.session = session;
        this.texts = texts;
    }

    void add(ChosenDisk disk) {
        open("disk.add", disk, Gate.DIALOG, Sentence.plain(texts.text("resync.effect"), texts.text("disk.add.effect")),
                () -> session.protection().addDisk(disk.machine().summary().id(), disk.disk()));
    }

    /** What is kept of it stays, until its points are too old for the policy. */
    void remove(ChosenDisk disk) {
        open("disk.remove", disk, Gate.REVIEW,
                Sentence.danger(texts.text("resync.effect"), texts.text("disk.remove.effect")),
                () -> session.protection().removeDisk(disk.machine().summary().id(), DiskRequest.of(disk.disk())));
    }

    /** Asks the server for a job. */
    private interface Order {
        long job() throws Exception;
    }

    private void open(String what, ChosenDisk disk, Gate gate, Sentence effect, Order order) {
        String machine = disk.machine().summary().name();
        shorts.open(new ShortWizard(texts.text(what + ".title", disk.name(), machine), "", List.of(),
                () -> List.of(Sentence.plain(texts.text("disable.review.machine"), machine),
                        Sentence.plain(texts.text("disk.name"), disk.name()), effect),
                () -> "", "", gate, machine, texts.text(what + ".state"), texts.text(what + ".verb", disk.name()),
                () -> new Place(Screen.JOB, Long.toString(order.job()))));
    }
}
