/**
 * What is kept here and until when: the work that the configuration server assigned, the retention in force for each disk, and deletions
 * with their quarantine. All of it outlives the process in files beside the replicas, and none of it needs the configuration server.
 */
package secondsite.server.target.keeping;
