/**
 * What is left after a crash: of a disk at the places of its log where a guest was told that its data is safe, and of programs that are
 * killed. The judge is a database with a log of what it acknowledged, since a file system's check sees next to nothing.
 */
package secondsite.drill.crash;
