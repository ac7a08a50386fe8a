package secondsite.app.action;

import secondsite.app.kept.Environment;

/** What has to be passed before something is done: the more there is to lose, the higher. */
public enum Gate {
    /** Done at once; can be undone. */
    NONE,
    /** A dialog whose button names the deed; its safe button has the focus. */
    DIALOG,
    /** A review, and a check box that says what follows. */
    REVIEW,
    /** A review, the check box, and the name of the object has to be typed. */
    TYPED;

    /** Where little depends on the deployment the gate is one lower. */
    public Gate in(Environment environment) {
        return environment == Environment.LAB && this != NONE ? values()[ordinal() - 1] : this;
    }
}
