/**
 * The tools of the machine that tests and demo use and are judged by: programs in processes of their own, file systems on served disks,
 * two sites with a line between them.
 */
package secondsite.drill.tools;
