/** Makes the tables of the screens: in the language that is chosen now, with rows that can be written to a file. */
package secondsite.app.table;
