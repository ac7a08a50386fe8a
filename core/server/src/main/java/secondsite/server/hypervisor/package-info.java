/** Makes, starts and stops machines, and attaches disks to them, on whichever platform; a subpackage for each of these. */
package secondsite.server.hypervisor;
