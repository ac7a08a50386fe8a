package secondsite.drill.management;

/** Where a server dies in the life of a job. */
public enum Places {

    /** Before each change that becomes durable. */
    EVERY_CHANGE,

    /** Before the first task is begun, before the first own change of each task, once while bytes are counted, and before each task is done. */
    BORDERS_AND_WITHIN,

    /** Before the first task is begun, once while bytes are counted, and before each task is done. */
    BEGIN_MIDST_AND_ENDS,

    /** Before each task is done: all that it did has happened, and it is begun anew. */
    ENDS
}
