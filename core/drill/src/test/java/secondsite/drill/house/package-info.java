/** Holds the code to the house: which arrows may exist, what may be reached for, how sources look. */
package secondsite.drill.house;
