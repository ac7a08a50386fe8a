/** The program on the protected machine and its wiring. */
package secondsite.agent;
