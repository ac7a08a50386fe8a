package secondsite.app.failover;

/** Says whether the machine may still run where it was. */
final class SourceText {

    private SourceText() {}

    static String of(FailoverSurroundings around, Situation situation, UnplannedFailoverViewModel model) {
        var now = model.source().get();
        if (model.heard()) {
            return around.text("failover.source.on", situation.name(), situation.runs());
        }
        return now.lastSeen() == null
                ? around.text("failover.source.never", situation.name())
                : around.text("failover.source.silent", situation.name(), around.formats().fullTime(now.lastSeen()),
                        around.formats().ago(now.lastSeen()));
    }
}
