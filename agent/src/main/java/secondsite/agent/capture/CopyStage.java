package secondsite.agent.capture;

/** How far the first copy of a disk is, as far as its spool was told. */
public enum CopyStage {
    /** Not begun: what a target may have was copied in another life of this disk's protection. */
    NONE(0),
    /** Begun: if the target says that it is over, it was this one. */
    BEGUN(1), OVER(2);

    private final int code;

    CopyStage(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static CopyStage of(int code) {
        for (CopyStage stage : values()) {
            if (stage.code == code) {
                return stage;
            }
        }
        throw new IllegalArgumentException("copy stage " + code);
    }
}
