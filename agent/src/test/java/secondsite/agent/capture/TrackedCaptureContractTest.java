package secondsite.agent.capture;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import secondsite.agent.stage.LoopDevice;

/** The machine has its disk by itself, mounted; its list is a file on it. */
class TrackedCaptureContractTest extends CaptureContract {

    private TrackedMachine machine;

    @BeforeEach
    void begin() throws IOException, InterruptedException {
        LoopDevice.assumeTracking();
        machine = new TrackedMachine(folder);
        machine.open().protect(1);
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
