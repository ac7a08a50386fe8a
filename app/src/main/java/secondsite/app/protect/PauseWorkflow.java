package secondsite.app.protect;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import secondsite.api.client.TransferException;
import secondsite.api.machine.MachineSummary;
import secondsite.app.action.ChosenMachine;
import secondsite.app.action.Gate;
import secondsite.app.dialog.Toasts;
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
    private final Toasts toasts;

    @Inject
    PauseWorkflow(ShortWizards shorts, Session session, Navigator navigator, Tasks tasks, Texts texts,
            Toasts toasts) {
        this.toasts = toasts;
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
                    paused(machines.stream().map(ChosenMachine::summary).toList());
                    return here;
                }));
    }

    private List<MachineSummary> paused(List<MachineSummary> machines) throws TransferException {
        for (MachineSummary machine : machines) {
            session.protection().pause(machine.id());
        }
        return machines;
    }

    /** Without a question: it only does good, and can be taken back. What keeps it from being done is told, with the way to try again. */
    void resume(List<ChosenMachine> machines) {
        Place here = navigator.place().get();
        tasks.run(() -> resumed(machines), this::offerUndo,
                e -> again(machines, here, String.valueOf(e.getMessage())));
    }

    private void offerUndo(List<MachineSummary> resumed) {
        if (!resumed.isEmpty()) {
            toasts.offer(texts.text("resume.done", resumed.size(), resumed.getFirst().name()),
                    () -> tasks.run(() -> paused(resumed),
                            _ -> toasts.say(texts.text("pause.done", resumed.size(), resumed.getFirst().name())),
                            e -> toasts.say(texts.text("toast.failed", String.valueOf(e.getMessage())))));
        }
    }

    private List<MachineSummary> resumed(List<ChosenMachine> machines) throws TransferException {
        List<MachineSummary> resumed = new ArrayList<>();
        for (ChosenMachine machine : machines) {
            MachineSummary now = machine.summary();
            if (session.protection().protection(now.id()).paused()) {
                session.protection().resume(now.id());
                resumed.add(now);
            }
        }
        return resumed;
    }

    private void again(List<ChosenMachine> machines, Place here, String why) {
        shorts.open(new ShortWizard(texts.text("resume.title", machines.size(), names(machines)), "", List.of(),
                () -> List.of(Sentence.danger(texts.text("resume.failed"), why)), () -> "", "", Gate.DIALOG, "", "",
                texts.text("resume.verb"), () -> {
                    resumed(machines);
                    return here;
                }));
    }
}
