package secondsite.drill.demo;

/** Where a program runs. */
enum Site {
    PRIMARY, SECONDARY
}
