package secondsite.server.administration;

import picocli.CommandLine.Parameters;

/** A verb that begins a job with one machine. */
abstract class MachineVerb extends JobBeginning {

    @Parameters(index = "0", paramLabel = "MACHINE", description = "Name or id of the machine.")
    private String machine;

    MachineVerb(Surroundings surroundings) {
        super(surroundings);
    }

    final String machine() {
        return machine;
    }
}
