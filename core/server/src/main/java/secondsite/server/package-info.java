/** The program of the three roles and its wiring: the only place where the roles meet. */
package secondsite.server;
