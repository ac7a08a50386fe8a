/** What the console keeps on this computer between one start and the next. */
package secondsite.app.kept;
