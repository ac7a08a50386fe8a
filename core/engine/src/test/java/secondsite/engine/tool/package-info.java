/** Programs that no one here wrote, as judges in tests. */
package secondsite.engine.tool;
