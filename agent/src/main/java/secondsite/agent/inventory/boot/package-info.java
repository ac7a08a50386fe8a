/** Whether a copy of a machine's disks would start as a virtual machine, as far as that can be seen on the machine itself beforehand. */
package secondsite.agent.inventory.boot;
