package secondsite.agent.capture;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import secondsite.agent.stage.LoopDevice;

/** The machine has its disk by itself, mounted, and nobody tells of its writes: the disk is small enough to be read while it is frozen. */
class ScanCaptureContractTest extends CaptureContract {

    private TrackedMachine machine;

    @BeforeEach
    void begin() throws IOException, InterruptedException {
        LoopDevice.assumeLoops();
        machine = new TrackedMachine(folder, TrackedMachine.How.SCANNED);
        machine.open().protect(1);
        machine.capture.copy(CopyStage.OVER);
    }

    @AfterEach
    void end() throws Exception {
        if (machine != null) {
            machine.close();
        }
    }

    @Override
    Capture capture() {
        return machine.capture;
    }

    @Override
    Machine machine() {
        return machine;
    }
}
