/** Finding out what was written to a disk by reading all of it, and comparing its blocks' checksums with those of what was told last. */
package secondsite.agent.scan;
