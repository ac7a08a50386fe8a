package secondsite.drill.spine;

import secondsite.drill.world.Machine;
import secondsite.drill.world.World;

/** A machine that slices can be sent to. */
abstract class ServerMachine extends Machine {

    protected final Build build;

    protected ServerMachine(String name, World world, Build build) {
        super(name, world);
        this.build = build;
    }

    Build build() {
        return build;
    }

    /** Where a disk's slices go; used in a thread of the running program. */
    abstract Wire.Endpoint endpoint(GuestDisk disk);
}
