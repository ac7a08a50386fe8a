package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.util.Arrays;
import secondsite.api.host.MachineState;
import secondsite.api.qmp.Qmp;

/** What QEMU says of a machine whose process runs ({@code query-status}), and what we call it. */
enum RunState {
    PRELAUNCH("prelaunch", MachineState.STARTING, ""), RUNNING("running", MachineState.RUNNING, ""), SUSPENDED(
            "suspended", MachineState.RUNNING,
            "its system sleeps"), PAUSED("paused", MachineState.PAUSED, ""), IO_ERROR("io-error", MachineState.PAUSED,
                    "a disk did not answer, or its place is full: mend that, and resume the machine"), SHUTDOWN(
                            "shutdown",
                            MachineState.SHUT_DOWN, ""), PANICKED("guest-panicked", MachineState.FAILED,
                                    "its system panicked: see the console"), INTERNAL("internal-error",
                                            MachineState.FAILED,
                                            "QEMU has an internal error: see its log");

    private final String word;
    private final MachineState machineState;
    private final String reason;

    RunState(String word, MachineState machineState, String reason) {
        this.word = word;
        this.machineState = machineState;
        this.reason = reason;
    }

    static RunState of(Qmp qmp) throws IOException {
        String word = qmp.ask("query-status").path("status").asText();
        // Others are steps of something that nobody orders here; during them its processors stand still.
        return Arrays.stream(values()).filter(state -> state.word.equals(word)).findFirst().orElse(PAUSED);
    }

    /** It cannot go on. */
    boolean isOver() {
        return machineState == MachineState.SHUT_DOWN || machineState == MachineState.FAILED;
    }

    MachineState machineState() {
        return machineState;
    }

    String reason() {
        return reason;
    }
}
