/** The journal tool: what is in a journal, whether it is whole, and each of its records; never changes anything. */
package secondsite.engine.journal.tool;
