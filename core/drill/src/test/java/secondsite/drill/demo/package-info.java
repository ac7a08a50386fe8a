/**
 * The demonstration behind {@code installer/demo}: two machines' disks are protected, changed, cut off, lost and brought back, and
 * two guests go to the other site and home again, with the real programs in processes of their own and the machine's own kernel and tools as judges.
 */
package secondsite.drill.demo;
