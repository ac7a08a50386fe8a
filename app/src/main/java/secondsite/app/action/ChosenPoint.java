package secondsite.app.action;

import secondsite.api.point.MachinePoint;

/** A recovery point of a machine to which something is to be done. */
public record ChosenPoint(ChosenMachine machine, MachinePoint point) {}
