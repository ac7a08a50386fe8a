/** Recovery points of machines, what is kept longer and what is destroyed: joined from, and done at, the master targets that keep the disks. */
package secondsite.server.configuration.point;
