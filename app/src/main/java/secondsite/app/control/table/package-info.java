/** Tables: rows known by their id, which stay where they are while somebody looks at them. */
package secondsite.app.control.table;
