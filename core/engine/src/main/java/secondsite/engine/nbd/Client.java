package secondsite.engine.nbd;

/** One client of one export, as those see it who serve its requests. */
record Client(String name, Export export, NbdEvents events) {

    /** The number that the client is told for a failure of the disk. */
    int failed(Object request, Throwable failure) {
        events.failed(name, export.name(), request.toString(), failure);
        return ErrorNumbers.of(failure);
    }
}
