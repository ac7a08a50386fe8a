/** What differs from one operating system to another, and calls to it; nowhere else. */
package secondsite.agent.os;
