package secondsite.agent.capture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The machine is a running QEMU that brings its writes to us. */
class MirrorCaptureContractTest extends CaptureContract {

    private MirroredMachine machine;

    @BeforeEach
    void begin() throws Exception {
        machine = new MirroredMachine(folder);
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
