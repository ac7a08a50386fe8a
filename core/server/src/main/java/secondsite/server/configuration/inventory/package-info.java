/** What there is: sites, groups, hosts, machines, disks, networks and servers, and what they report. */
package secondsite.server.configuration.inventory;
