/** Machines that QEMU runs on this host: one process for each, which outlives this program and is found again by its QMP socket. */
package secondsite.server.hypervisor.qemu;
