/** Disks that wrap disks: each adds one thing and passes the rest on. */
package secondsite.engine.layer;
