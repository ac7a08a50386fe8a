/** The recovery points of a machine: along time, as a table, and the one that is chosen. */
package secondsite.app.points;
