/** A real libvirt, and what is found in answers of QEMU. */
package secondsite.agent.mirror;
