package secondsite.drill.spine;

import secondsite.drill.world.Machine;
import secondsite.drill.world.World;

/** A machine that slices can be sent to. */
abstract class ServerMachine extends Machine {

    protected ServerMachine(String name, World world) {
        super(name, world);
    }

    /** Where a disk's slices go; used in a thread of the running program. */
    abstract Wire.Endpoint endpoint(GuestDisk disk);
}
