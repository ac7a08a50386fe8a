/** Machines, their disks and their agents: what they are, and what agents and the configuration server say to each other. */
package secondsite.api.machine;
