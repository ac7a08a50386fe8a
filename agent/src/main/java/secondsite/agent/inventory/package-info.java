/** What machine this is: its system, its disks and its network interfaces. */
package secondsite.agent.inventory;
