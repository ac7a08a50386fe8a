/** What QEMU is told and asked on its monitor socket: by who makes machines, and by agents beside machines that somebody else made. */
package secondsite.api.qmp;
