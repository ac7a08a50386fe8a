/** A protected machine: its state, what may be done with it, how far behind its replica is, and its pairs of disks. */
package secondsite.api.replication;
