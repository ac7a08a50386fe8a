/** How machines are protected: their states, what may be done with them, the jobs that do it, and what each program is to do for it. */
package secondsite.server.configuration.protection;
