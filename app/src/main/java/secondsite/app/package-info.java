/** The console's program, its wiring and the frame of its window. */
package secondsite.app;
