/** Real QEMU processes and real commands. */
package secondsite.agent.power;
