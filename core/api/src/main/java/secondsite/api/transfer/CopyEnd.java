package secondsite.api.transfer;

/** @param sequence the newest record of the source when its last block was read for the copy */
public record CopyEnd(long sequence) {}
