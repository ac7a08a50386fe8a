/**
 * Where bytes lie: a folder of files whose durability is explicit, so that a drill can stand in for the machine and lose
 * power at any moment. The only home of file and operating-system calls in the engine.
 */
package secondsite.engine.file;
