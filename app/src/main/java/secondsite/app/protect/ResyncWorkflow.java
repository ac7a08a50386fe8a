package secondsite.app.protect;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import secondsite.api.replication.ResyncPreview;
import secondsite.app.action.ChosenMachine;
import secondsite.app.action.Gate;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.protect.ShortWizards.ShortWizard;
import secondsite.app.session.Session;
import secondsite.app.wizard.Sentence;

/** What a comparison would be is asked and told: why, how much, how long; then it begins now, or is left to its window. */
final class ResyncWorkflow {

    private final ShortWizards shorts;
    private final Session session;
    private final Navigator navigator;
    private final Tasks tasks;
    private final Texts texts;
    private final Formats formats;

    @Inject
    ResyncWorkflow(ShortWizards shorts, Session session, Navigator navigator, Tasks tasks, Texts texts,
            Formats formats) {
        this.shorts = shorts;
        this.session = session;
        this.navigator = navigator;
        this.tasks = tasks;
        this.texts = texts;
        this.formats = formats;
    }

    void resync(ChosenMachine machine) {
        tasks.run(() -> session.protection().resyncPreview(machine.summary().id()),
                preview -> resync(machine, preview), e -> fail(machine, String.valueOf(e.getMessage())));
    }

    private void resync(ChosenMachine machine, ResyncPreview preview) {
        String name = machine.summary().name();
        shorts.open(new ShortWizard(texts.text("resync.title", name), "", List.of(), () -> sentences(preview),
                () -> "secondsite resync " + Words.quoted(name) + " --yes", afterwards(preview), Gate.DIALOG, "",
                "", texts.text("resync.verb", name),
                () -> job(machine, session.protection().resync(machine.summary().id()))));
    }

    private String afterwards(ResyncPreview preview) {
        return preview.window() != null
                ? texts.text("resync.window", formats.fullTime(preview.window()))
                : texts.text("resync.afterwards");
    }

    private List<Sentence> sentences(ResyncPreview preview) {
        List<Sentence> all = new ArrayList<>();
        all.add(preview.required()
                ? Sentence.danger(texts.text("resync.reason"), reasons(preview))
                : Sentence.plain(texts.text("resync.reason"), texts.text("resync.reason.none")));
        all.add(Sentence.plain(texts.text("resync.compare"), texts.text("resync.compare.text",
                formats.size(preview.compareBytes()), preview.disks().size())));
        all.add(Sentence.plain(texts.text("resync.duration"), preview.secondsExpected() == null
                ? texts.text("resync.duration.unknown")
                : texts.text("resync.duration.text", formats.duration(preview.secondsExpected()))));
        all.add(Sentence.good(texts.text("resync.effect"), texts.text("resync.effect.text")));
        return all;
    }

    private String reasons(ResyncPreview preview) {
        String said = preview.disks().stream().filter(disk -> disk.reason() != null)
                .map(disk -> disk.name() + ": " + disk.reason()).distinct().collect(Collectors.joining("; "));
        return said.isEmpty() ? texts.text("resync.reason.unknown") : said;
    }

    /** Compares and changes nothing. */
    void verify(List<ChosenMachine> machines) {
        String names = machines.stream().map(machine -> machine.summary().name()).collect(Collectors.joining(", "));
        shorts.open(new ShortWizard(texts.text("verify.title", machines.size(), names), "", List.of(),
                () -> List.of(Sentence.plain(texts.text("pause.machines"), names),
                        Sentence.good(texts.text("resync.effect"), texts.text("verify.effect"))),
                () -> machines.stream().map(machine -> "secondsite verify " + Words.quoted(machine.summary().name()))
                        .collect(Collectors.joining("\n")),
                "", Gate.DIALOG, "", "", texts.text("verify.verb", machines.size()), () -> verified(machines)));
    }

    private Place verified(List<ChosenMachine> machines) throws Exception {
        Optional<Place> last = Optional.empty();
        for (ChosenMachine machine : machines) {
            last = Optional.of(job(machine, session.protection().verify(machine.summary().id())));
        }
        return last.orElseGet(navigator.place()::get);
    }

    private static Place job(ChosenMachine machine, long number) {
        return Screen.JOB.offered()
                ? new Place(Screen.JOB, Long.toString(number))
                : new Place(Screen.MACHINE, machine.summary().id().toString());
    }

    private void fail(ChosenMachine machine, String why) {
        String name = machine.summary().name();
        shorts.open(new ShortWizard(texts.text("resync.title", name), "", List.of(),
                () -> List.of(Sentence.danger(texts.text("resync.failed"), why)), () -> "", "", Gate.DIALOG, "", "",
                texts.text("resync.verb", name),
                () -> job(machine, session.protection().resync(machine.summary().id()))));
    }
}
