package secondsite.app.failover;

/** Says what becomes of a failover when nobody decides. */
final class AfterwardsText {

    private AfterwardsText() {}

    static String of(FailoverSurroundings around, AfterwardsViewModel model) {
        return switch (model.ending().get()) {
            case BY_HAND -> around.text("failover.afterwards.by-hand.said");
            case COMMIT -> around.text("failover.afterwards.commit.said", model.after());
            case CANCEL -> around.text("failover.afterwards.cancel.said", model.after());
        };
    }

    /** As options of a command. */
    static String options(AfterwardsViewModel model) {
        return model.what() == null ? "" : " --after-minutes " + model.after() + " --afterwards " + model.what();
    }
}
