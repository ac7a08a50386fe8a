/** The power of the machine whose disks an agent serves, where it is told how to ask and switch it. */
package secondsite.agent.power;
