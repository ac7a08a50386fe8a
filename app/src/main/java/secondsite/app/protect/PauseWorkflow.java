package secondsite.app.protect;

import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Collectors;
import secondsite.api.machine.MachineSummary;
import secondsite.app.action.ChosenMachine;
import secondsite.app.action.Gate;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Place;
import secondsite.app.protect.ShortWizards.ShortWizard;
import secondsite.app.session.Session;
import secondsite.app.wizard.Sentence;

/** Replication is paused after a word of warning, and goes on again at once. */
final class PauseWorkflow {

    private final ShortWizards shorts;
    private final Session session;
    private final Navigator navigator;
    private final Tasks tasks;
    private final Texts texts;

    @Inject
    PauseWorkflow(ShortWizards shorts, Session session, Navigator navigator, Tasks tasks, Texts texts) {
        this.shorts = shorts;
        this.session = session;
        this.navigator = navigator;
        this.tasks = tasks;
        this.texts = texts;
    }

    private static String names(List<ChosenMachine> machines) {
        return machines.stream().map(machine -> machine.summary().name()).collect(Collectors.joining(", "));
    }

    void pause(List<ChosenMachine> machines) {
        Place here = navigator.place().get();
        shorts.open(new ShortWizard(texts.text("pause.title", machines.size(), names(machines)), "", List.of(),
                () -> List.of(Sentence.plain(texts.text("pause.machines"), names(machines)),
                        Sentence.danger(texts.text("pause.effect"), texts.text("pause.effect.text"))),
                () -> "", texts.text("pause.afterwards"), Gate.DIALOG, "", "",
                texts.text("pause.verb", machines.size()), () -> {
                    for (ChosenMachine machine : machines) {
                        session.protection().pause(machine.summary().id());
                    }
                    return here;
                }));
    }

    /** Without a question: it only does good. What keeps it from being done is told, with the way to try again. */
    void resume(List<ChosenMachine> machines) {
        Place here = navigator.place().get();
        tasks.run(() -> resumed(machines, here), _ -> {
        }, e -> again(machines, here, String.valueOf(e.getMessage())));
    }

    private Place resumed(List<ChosenMachine> machines, Place here) throws Exception {
        for (ChosenMachine machine : machines) {
            MachineSummary now = machine.summary();
            if (session.protection().protection(now.id()).paused()) {
                session.protection().resume(now.id());
            }
        }
        return here;
    }

    private void again(List<ChosenMachine> machines, Place here, String why) {
        shorts.open(new ShortWizard(texts.text("resume.title", machines.size(), names(machines)), "", List.of(),
                () -> List.of(Sentence.danger(texts.text("resume.failed"), why)), () -> "", "", Gate.DIALOG, "", "",
                texts.text("resume.verb"), () -> resumed(machines, here)));
    }
}
