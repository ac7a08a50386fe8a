/** What goes on and what went on: jobs, their tasks and their logs; jobs are cancelled and tried again. */
package secondsite.app.jobs;
