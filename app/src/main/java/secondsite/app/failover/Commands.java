package secondsite.app.failover;

/** Failovers as commands of {@code secondsite}, written so that a shell takes each word as one. */
final class Commands {

    private Commands() {}

    static String word(String text) {
        return text.matches("[A-Za-z0-9._:/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    static String test(Situation situation, TestFailoverViewModel model) {
        return "secondsite failover test " + word(situation.name()) + " --point " + model.point().word()
                + (model.mapped().get() ? " --test-network" : "") + " --wait";
    }

    static String planned(Situation situation, PlannedFailoverViewModel model) {
        return "secondsite failover planned " + word(situation.name())
                + (model.shutDown().asked().get() ? "" : " --source-is-off")
                + (model.shutDown().allowed() == null ? "" : " --shut-down-seconds " + model.shutDown().allowed())
                + AfterwardsText.options(model.afterwards()) + " --wait";
    }

    static String unplanned(Situation situation, UnplannedFailoverViewModel model) {
        return "secondsite failover unplanned " + word(situation.name()) + " --point " + model.point().word()
                + (model.shutDown().get() ? " --shut-down-source" : "") + AfterwardsText.options(model.afterwards())
                + " --wait";
    }
}
