/** Guests that run on disks of their own, and are protected while they run. */
package secondsite.drill.mirror;
