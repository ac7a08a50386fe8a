/** Reads the pages that specify bytes, so that tests hold them to the code. */
package secondsite.engine.document;
